package io.github.tfflows.core.training;

import java.io.Serializable;

/**
 * The result of one worker's round, or the sum of several workers' results.
 *
 * @param sums vectors, times the weights of their workers
 * @param loss the loss, times the weights of the workers, in nats a row
 * @param weight the sum of the weights
 */
public record Contribution(TrainingVectors sums, double loss, double weight)
    implements Serializable {
  static Contribution of(TrainingVectors vectors, double loss, double weight) {
    return new Contribution(vectors.times(weight), loss * weight, weight);
  }

  /** Returns the sum of two workers' results, for a reduction in any order. */
  public Contribution plus(Contribution other) {
    return new Contribution(sums.plus(other.sums), loss + other.loss, weight + other.weight);
  }

  TrainingVectors mean() {
    return sums.times(1 / weight);
  }

  double meanLoss() {
    return loss / weight;
  }
}
