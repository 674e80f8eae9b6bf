package io.github.tfflows.cli.fit;

import io.github.tfflows.core.training.recipe.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of training, as a bar on a terminal and as lines elsewhere. */
public interface ProgressDisplay extends Consumer<Progress>, AutoCloseable {
  @Override
  void close();

  /** Returns the display that suits where the output goes. */
  static ProgressDisplay open(PrintWriter lines) {
    return Terminal.isThere() ? new Bar() : new Lines(lines);
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
      out.flush();
    }

    @Override
    public void close() {}
  }

  /**
   * A bar on the error stream, with speed and time left. The library's own choice of where to draw
   * asks a terminal for its width, and with that takes Ctrl-C from the process.
   */
  final class Bar implements ProgressDisplay {
    private static final int REFRESH_MILLIS = 200;

    private final ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("")
            .setUnit(" steps", 1)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, width()))
            .showSpeed()
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .build();

    /** The width that the start script passes on. */
    private static int width() {
      String columns = System.getenv("COLUMNS");
      return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 80;
    }

    @Override
    public void accept(Progress progress) {
      bar.maxHint(progress.steps());
      bar.stepTo(progress.step());
      bar.setExtraMessage(" " + losses(progress));
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
