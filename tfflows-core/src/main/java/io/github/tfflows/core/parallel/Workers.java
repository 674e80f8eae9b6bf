package io.github.tfflows.core.parallel;

import io.github.tfflows.core.data.Data;
import java.io.Serializable;

/**
 * The workers of a data-parallel training, each with rows of its own. How they are reached is up to
 * the implementation: each has a {@link TrainingWorker}, and the results of a round are averaged by
 * {@link Contribution#plus}.
 */
public interface Workers {
  /**
   * A task for every worker: some steps from common vectors on.
   *
   * @param begin the vectors at the begin
   * @param step the number of steps that have been taken
   * @param count the number of steps to take
   * @param kind the result
   */
  record Round(TrainingVectors begin, int step, int count, Kind kind) implements Serializable {
    /** The result of a round. */
    public enum Kind {
      /** The gradient of one batch: its mean is that of all batches as one. */
      GRADIENT,

      /**
       * The vectors after steps of each worker's own, to be averaged (local SGD: Stich, 2018,
       * arXiv:1805.09767).
       */
      STEPS
    }
  }

  /**
   * Returns the number of steps of a round. With one, the gradients of each step are averaged; with
   * more, workers take them alone, and parameters and the moments of Adam are averaged.
   */
  int stepsPerRound();

  /**
   * Returns the first batches of all workers, as one: {@link TrainingWorker#first} of each, one
   * after another. Data-dependent parameters are computed from it.
   */
  Data first();

  /**
   * Runs a round.
   *
   * @param round the task for each worker
   * @return the results of {@link TrainingWorker#run}, averaged
   */
  Contribution run(Round round);
}
