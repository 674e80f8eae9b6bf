package io.github.tfflows.cli;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.core.training.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows and records a training, keeps the best weights, and ends it on an interruption. */
final class FitMonitor implements Consumer<Progress>, Closeable {
  private final ProgressDisplay display;
  private final Optional<EventFile> events;
  private final Interruption interruption;
  private boolean isHidden;
  private final List<LossCurve.Point> losses = new ArrayList<>();

  FitMonitor(ProgressDisplay display, Optional<EventFile> events, Interruption interruption) {
    this.display = display;
    this.events = events;
    this.interruption = interruption;
  }

  /** Records and displays the progress, and stops a training that was interrupted. */
  @Override
  public void accept(Progress progress) {
    losses.add(LossCurve.Point.of(progress));
    display.accept(progress);
    events.ifPresent(file -> file.add(progress));
    if (isInterrupted()) {
      progress.stop();
    }
  }

  boolean isInterrupted() {
    return interruption.requested();
  }

  /** The losses until now. */
  LossCurve losses() {
    return new LossCurve(losses);
  }

  /** Ends the display, so that what is printed next begins a line. */
  void hide() {
    if (!isHidden) {
      isHidden = true;
      display.close();
    }
  }

  @Override
  public void close() throws IOException {
    hide();
    if (events.isPresent()) {
      events.get().close();
    }
  }
}
