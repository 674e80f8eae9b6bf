package io.github.tfflows.core.parallel;

import java.io.Serializable;

/**
 * The result of one worker's round, or the weighted mean of several workers' results.
 *
 * @param loss the loss, in nats a row
 * @param weight the sum of the weights of the workers
 */
public record Contribution(TrainingVectors vectors, double loss, double weight)
    implements Serializable {
  /** Returns the weighted mean of two results, for a reduction in any order. */
  public Contribution plus(Contribution other) {
    double all = weight + other.weight;
    double share = other.weight / all;
    return new Contribution(
        vectors.mixedWith(other.vectors, share), loss + share * (other.loss - loss), all);
  }
}
