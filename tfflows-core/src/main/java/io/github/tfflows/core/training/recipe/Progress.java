package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.data.Weights;
import java.util.OptionalDouble;

/**
 * The state of a training that runs, as its listener sees it.
 *
 * @param step the number of steps taken
 * @param steps the number of steps in all, unless training stops early
 * @param loss the mean loss of the steps since the last report, in nats a row
 * @param heldOutLoss the mean loss of the held-out rows at the last validation, in nats a row;
 *     empty where nothing is held out
 * @param learningRate the step size of the last step
 * @param seconds the time since training began
 * @param run the training itself
 */
public record Progress(
    int step,
    int steps,
    double loss,
    OptionalDouble heldOutLoss,
    double learningRate,
    double seconds,
    Run run) {
  /** A training that runs. */
  public interface Run {
    /** Copies out the current weights. */
    Weights weights();

    /** Ends training after the present step; any thread may call it, at any time. */
    void stop();
  }

  /** Copies out the current weights; to be called before the listener returns, if at all. */
  public Weights weights() {
    return run.weights();
  }

  /**
   * Ends training after the present step, with the best weights so far. Any thread may call it,
   * also after the listener has returned.
   */
  public void stop() {
    run.stop();
  }
}
