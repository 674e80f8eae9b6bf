package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.text.WorkBar;
import io.github.tfflows.core.training.recipe.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the progress of training, as a bar on a terminal and as lines elsewhere. */
public interface ProgressDisplay extends Consumer<Progress>, AutoCloseable {
  @Override
  void close();

  /** Returns the display that suits where the output goes: a bar, or lines of words. */
  static ProgressDisplay open(CommandSpec command, PrintWriter words) {
    return WorkBar.isSeen() && Notes.areWanted(command) ? new Bar() : new Lines(words);
  }

  private static String losses(Progress progress) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "loss %.3f", progress.loss()));
    progress
        .heldOutLoss()
        .ifPresent(loss -> text.append(String.format(Locale.ROOT, "  held out %.3f", loss)));
    return text.toString();
  }

  /** Twenty lines at the most. */
  final class Lines implements ProgressDisplay {
    private static final int PARTS = 20;

    private final PrintWriter out;
    private int part;

    Lines(PrintWriter out) {
      this.out = out;
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
          "          step %,d of %,d  %s  %.0f steps/s  %.0f s left%n",
          progress.step(),
          progress.steps(),
          losses(progress),
          rate,
          (progress.steps() - progress.step()) / rate);
    }

    @Override
    public void close() {}
  }

  /** A bar on the error stream, with speed and time left. */
  final class Bar implements ProgressDisplay {
    private final WorkBar bar = WorkBar.begin("steps", true);

    @Override
    public void accept(Progress progress) {
      bar.show(progress.step(), progress.steps(), losses(progress));
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
