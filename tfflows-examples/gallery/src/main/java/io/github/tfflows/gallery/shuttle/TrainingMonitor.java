package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.Progress;
import io.github.tfflows.gallery.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes, as a bar on a terminal and as lines elsewhere, and remembers it. */
interface TrainingMonitor extends Consumer<Progress>, AutoCloseable {
  /** What was reported until now. */
  List<Progress> history();

  @Override
  void close();

  /** Returns the monitor that suits where the output goes. */
  static TrainingMonitor open(int steps) {
    return Terminal.isThere() ? Bar.of(steps) : new Lines(new ArrayList<>());
  }

  private static String losses(Progress progress) {
    String loss = String.format(Locale.ROOT, "loss %.3f", progress.loss());
    return progress.heldOutLoss().isPresent()
        ? loss
            + String.format(Locale.ROOT, "  validation %.3f", progress.heldOutLoss().getAsDouble())
        : loss;
  }

  /** A line for each tenth of the steps. */
  record Lines(List<Progress> history) implements TrainingMonitor {
    private static final int PARTS = 10;

    @Override
    public void accept(Progress progress) {
      int before = history.isEmpty() ? 0 : history.get(history.size() - 1).step();
      history.add(progress);
      if (part(progress.step(), progress) > part(before, progress)) {
        System.out.printf(
            Locale.ROOT,
            "          step %5d of %d  %s  (%.0f s)%n",
            progress.step(),
            progress.steps(),
            losses(progress),
            progress.seconds());
      }
    }

    private static int part(int step, Progress progress) {
      return step * PARTS / progress.steps();
    }

    @Override
    public void close() {}
  }

  /** A bar that ends with the newest losses. */
  record Bar(ProgressBar bar, List<Progress> history) implements TrainingMonitor {
    private static final int REFRESH_MILLIS = 200;

    static Bar of(int steps) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName("         ")
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(REFRESH_MILLIS);
      return new Bar(builder.build(), new ArrayList<>());
    }

    @Override
    public void accept(Progress progress) {
      history.add(progress);
      bar.stepTo(progress.step());
      bar.setExtraMessage(" " + losses(progress));
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
