package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.data.Weights;
import java.util.OptionalDouble;

/**
 * The state of a running training, for its listener.
 *
 * @param step the number of completed steps
 * @param steps the total number of steps, unless training stops early
 * @param loss the mean loss of the steps since the last report, in nats a row
 * @param heldOutLoss the mean loss of the held-out rows at the last validation, in nats a row;
 *     empty if no rows are held out
 * @param bestStep the number of steps before the best weights so far. The lowest loss without the
 *     most extreme rows decides, so that another step can have a slightly lower {@code heldOutLoss}
 * @param learningRate the step size of the last step
 * @param seconds the time since training began
 * @param run the training itself
 */
public record Progress(
    int step,
    int steps,
    double loss,
    OptionalDouble heldOutLoss,
    int bestStep,
    double learningRate,
    double seconds,
    Run run) {
  /** A running training. */
  public interface Run {
    /** Copies out the current weights. */
    Weights weights();

    /** Ends training after the current step; any thread may call it, at any time. */
    void stop();
  }

  /** Copies out the current weights; call this only before the listener returns. */
  public Weights weights() {
    return run.weights();
  }

  /**
   * Ends training after the current step, with the best weights so far. Any thread may call it,
   * even after the listener has returned.
   */
  public void stop() {
    run.stop();
  }
}
