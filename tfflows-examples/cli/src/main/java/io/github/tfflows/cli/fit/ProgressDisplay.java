package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.text.WorkBar;
import io.github.tfflows.core.training.recipe.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the progress of training, as a bar on a terminal and as lines elsewhere. */
public interface ProgressDisplay extends Consumer<Progress>, AutoCloseable {
  @Override
  void close();

  /** Returns the display that suits where the output goes: a bar, or lines of words. */
  static ProgressDisplay open(CommandSpec command, PrintWriter words) {
    Detail detail = Notes.areDetailed(command) ? Detail.LOG_DENSITIES : Detail.BEST_STEP;
    return WorkBar.isSeen() && Notes.areWanted(command)
        ? new Bar(detail)
        : new Lines(words, detail);
  }

  /** The words about a state of a training. */
  enum Detail {
    /** The step of the best weights so far. */
    BEST_STEP,
    /** That step, and the log-densities in training, which differ from those of a model. */
    LOG_DENSITIES;

    private String of(Progress progress) {
      OptionalDouble heldOut = progress.heldOutLoss();
      StringBuilder text = new StringBuilder();
      heldOut.ifPresent(unused -> append(text, "best step %,d", progress.bestStep()));
      if (this == LOG_DENSITIES) {
        append(text, "log-density %.3f", -progress.loss());
        heldOut.ifPresent(loss -> append(text, "held out %.3f", -loss));
      }
      return text.toString();
    }

    private static void append(StringBuilder text, String format, Number value) {
      text.append("  ").append(String.format(Locale.ROOT, format, value));
    }
  }

  /** Twenty lines at the most. */
  final class Lines implements ProgressDisplay {
    private static final int PARTS = 20;

    private final PrintWriter out;
    private final Detail detail;
    private int part;

    Lines(PrintWriter out, Detail detail) {
      this.out = out;
      this.detail = detail;
    }

    @Override
    public void accept(Progress progress) {
      int now = (int) ((long) progress.step() * PARTS / progress.steps());
      if (now == part) {
        return;
      }
      part = now;
      double rate = progress.step() / progress.seconds();
      out.printf(
          Locale.ROOT,
          "          step %,d of %,d%s  %.0f steps/s  %.0f s left%n",
          progress.step(),
          progress.steps(),
          detail.of(progress),
          rate,
          (progress.steps() - progress.step()) / rate);
    }

    @Override
    public void close() {}
  }

  /** A bar on the error stream, with speed and time left. */
  final class Bar implements ProgressDisplay {
    private final WorkBar bar = WorkBar.begin("steps", true);
    private final Detail detail;

    Bar(Detail detail) {
      this.detail = detail;
    }

    @Override
    public void accept(Progress progress) {
      bar.show(progress.step(), progress.steps(), detail.of(progress).strip());
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
