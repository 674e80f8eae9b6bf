package io.github.tfflows.core.parallel;

import io.github.tfflows.core.data.Data;
import java.io.Serializable;

/**
 * The workers of a data-parallel training, each with its own rows. An implementation sends rounds
 * to them: each opens a {@link TrainingWorker}, and {@link Contribution#plus} averages the results
 * of a round.
 */
public interface Workers {
  /**
   * A task for every worker: a number of steps that begin with common vectors.
   *
   * @param begin the vectors before the round
   * @param step the number of steps before the round
   * @param count the number of steps to take
   * @param kind the result
   */
  record Round(TrainingVectors begin, int step, int count, Kind kind) implements Serializable {
    /** The result of a round. */
    public enum Kind {
      /** The gradient of one batch. The mean over workers is the gradient of the joint batch. */
      GRADIENT,

      /**
       * The vectors after each worker's own steps, to be averaged (local SGD: Stich, 2018,
       * arXiv:1805.09767).
       */
      STEPS
    }
  }

  /**
   * Returns the number of steps of a round. With one step, gradients are averaged in each step.
   * With several, each worker takes its own steps, and parameters and the optimizer's moments are
   * averaged.
   */
  int stepsPerRound();

  /**
   * Returns the joined first batches ({@link TrainingWorker#first}) of all workers, from which
   * data-dependent parameters are computed.
   */
  Data first();

  /**
   * Runs a round.
   *
   * @param round the task for each worker
   * @return the mean of the results of {@link TrainingWorker#run}
   */
  Contribution run(Round round);
}
