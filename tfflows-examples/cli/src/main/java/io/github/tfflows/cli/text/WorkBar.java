package io.github.tfflows.cli.text;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on the terminal of the error stream, with speed and time left, for work that takes longer
 * than two seconds; nothing where there is no terminal. The width is passed to the library, which
 * would otherwise ask the terminal for it, and thereby take Ctrl-C from the process.
 */
public final class WorkBar implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int REFRESH_MILLIS = 200;

  private Optional<ProgressBar> bar;

  private WorkBar(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** Returns whether there is a terminal to draw on. */
  public static boolean isSeen() {
    return Terminal.columns() > 0;
  }

  /**
   * Begins a bar of units, a plural such as rows, to be seen if it is wanted and there is a
   * terminal.
   */
  public static WorkBar begin(String unit, boolean isWanted) {
    return isWanted && isSeen()
        ? on(System.err, Terminal.columns(), unit, PATIENCE)
        : new WorkBar(Optional.empty());
  }

  /** Begins a bar that is drawn after a time. */
  static WorkBar on(PrintStream out, int columns, String unit, Duration patience) {
    return new WorkBar(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName("")
                .setUnit(" " + unit, 1)
                .setInitialMax(-1)
                .setConsumer(new Late(out, columns, patience))
                .showSpeed()
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .build()));
  }

  /** Shows how many units are done, and of how many in all; negative where that is unknown. */
  public void show(long done, long all, String message) {
    bar.ifPresent(
        drawn -> {
          drawn.maxHint(all);
          drawn.stepTo(done);
          drawn.setExtraMessage(message.isEmpty() ? "" : " " + message);
        });
  }

  /** Ends the line of the bar. */
  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  /** Draws nothing for a time. */
  private static final class Late extends ConsoleProgressBarConsumer {
    private final long begin = System.nanoTime();
    private final Duration patience;
    private boolean isDrawn;

    Late(PrintStream out, int columns, Duration patience) {
      super(out, columns);
      this.patience = patience;
    }

    @Override
    public void accept(String text) {
      if (System.nanoTime() - begin >= patience.toNanos()) {
        isDrawn = true;
        super.accept(text);
      }
    }

    @Override
    public void close() {
      if (isDrawn) {
        super.close();
      }
    }
  }
}
