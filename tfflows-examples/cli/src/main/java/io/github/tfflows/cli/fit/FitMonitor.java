package io.github.tfflows.cli.fit;

import io.github.tfflows.core.training.recipe.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows and records the training of this thread, and ends it on request. */
final class FitMonitor implements Consumer<Progress>, Closeable {
  private final ProgressDisplay display;
  private final Interruption interruption;
  private final Consumer<String> warnings;
  private final Thread trainer = Thread.currentThread();
  private Optional<EventFile> events;
  private Optional<Progress> running = Optional.empty();
  private boolean isOver;

  /**
   * Begins to monitor.
   *
   * @param display shows the progress
   * @param events the file of the curves, if wanted, to be closed with this
   * @param interruption requests the end, to be closed with this
   * @param warnings receives a line for each failed output other than the model
   */
  FitMonitor(
      ProgressDisplay display,
      Optional<EventFile> events,
      Interruption interruption,
      Consumer<String> warnings) {
    this.display = display;
    this.events = events;
    this.interruption = interruption;
    this.warnings = warnings;
    interruption.whenRequested(this::stop);
  }

  /** Records and displays the progress. */
  @Override
  public void accept(Progress progress) {
    display.accept(progress);
    events.ifPresent(file -> record(file, progress));
    synchronized (this) {
      running = Optional.of(progress);
      if (interruption.requested()) {
        progress.stop();
      }
    }
  }

  /** Records the curves until the first failure, such as a full disk; the training goes on. */
  private void record(EventFile file, Progress progress) {
    try {
      file.add(progress);
    } catch (IOException e) {
      events = Optional.empty();
      warn(file, "end at step " + progress.step(), e);
      try {
        file.close();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
    }
  }

  private void warn(EventFile file, String effect, IOException reason) {
    warnings.accept("%s: the curves %s: %s".formatted(file, effect, reason.getMessage()));
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
    if (events.isPresent()) {
      try {
        events.get().close();
      } catch (IOException e) {
        warn(events.get(), "lack their end", e);
      }
    }
  }
}
