package io.github.tfflows.cli.fit;

import io.github.tfflows.core.training.recipe.Progress;
import java.io.Closeable;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows the training of this thread, and ends it on request. */
final class FitMonitor implements Consumer<Progress>, Closeable {
  private final ProgressDisplay display;
  private final Interruption interruption;
  private final Thread trainer = Thread.currentThread();
  private Optional<Progress> running = Optional.empty();
  private boolean isOver;

  /**
   * Begins to monitor.
   *
   * @param display shows the progress
   * @param interruption requests the end, to be closed with this
   */
  FitMonitor(ProgressDisplay display, Interruption interruption) {
    this.display = display;
    this.interruption = interruption;
    interruption.whenRequested(this::stop);
  }

  /** Displays the progress. */
  @Override
  public void accept(Progress progress) {
    display.accept(progress);
    synchronized (this) {
      running = Optional.of(progress);
      if (interruption.requested()) {
        progress.stop();
      }
    }
  }

  /** Ends training after the current step; from any thread. */
  private synchronized void stop() {
    if (isOver) {
      return;
    }
    if (running.isPresent()) {
      running.get().stop();
    } else { // before the first report
      trainer.interrupt();
    }
  }

  /** Marks the end of training, after which an interrupt of the thread would harm the export. */
  synchronized void end() {
    isOver = true;
    Thread.interrupted();
    display.close(); // so that what is printed next begins a line
  }

  boolean isInterrupted() {
    return interruption.requested();
  }

  /** The exit code of the process; zero unless it was interrupted. */
  int status() {
    return interruption.status();
  }

  @Override
  public void close() {
    interruption.close();
    display.close();
  }
}
