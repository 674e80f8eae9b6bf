package io.github.tfflows.cli;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.core.Progress;
import io.github.tfflows.core.Weights;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows and records a training, keeps the best weights, and ends it on an interruption. */
final class FitMonitor implements Consumer<Progress>, Closeable {
  private final ProgressDisplay display;
  private final Optional<EventFile> events;
  private final Interruption interruption;
  private final int every;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private @Nullable Weights best;
  private int bestStep;
  private boolean hidden;
  private @Nullable Progress last;
  private final List<LossCurve.Point> losses = new ArrayList<>();

  FitMonitor(
      ProgressDisplay display, Optional<EventFile> events, Interruption interruption, int every) {
    this.every = every;
    this.display = display;
    this.events = events;
    this.interruption = interruption;
  }

  /**
   * Handles a report.
   *
   * @throws CancellationException if the user has interrupted the training; the best weights are
   *     then available
   */
  @Override
  public void accept(Progress progress) {
    last = progress;
    losses.add(LossCurve.Point.of(progress));
    display.accept(progress);
    events.ifPresent(file -> file.add(progress));
    OptionalDouble heldOut = progress.heldOutLoss();
    boolean validated = progress.step() % every == 0 && heldOut.isPresent();
    if (validated && heldOut.getAsDouble() < bestLoss) {
      keep(progress, heldOut.getAsDouble());
    }
    if (interruption.requested()) {
      if (best == null) {
        keep(progress, Double.POSITIVE_INFINITY);
      }
      throw new CancellationException();
    }
  }

  private void keep(Progress progress, double loss) {
    best = progress.weights().get();
    bestStep = progress.step();
    bestLoss = loss;
  }

  /** The weights kept at an interruption. */
  Optional<Weights> best() {
    return Optional.ofNullable(best);
  }

  /** The step of these weights. */
  int bestStep() {
    return bestStep;
  }

  /** The losses until now. */
  LossCurve losses() {
    return new LossCurve(losses);
  }

  /** The newest report. */
  Optional<Progress> last() {
    return Optional.ofNullable(last);
  }

  /** The held-out loss of the weights kept, if they were validated. */
  OptionalDouble bestLoss() {
    return Double.isFinite(bestLoss) ? OptionalDouble.of(bestLoss) : OptionalDouble.empty();
  }

  /** Ends the display, so that what is printed next begins a line. */
  void hide() {
    if (!hidden) {
      hidden = true;
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
