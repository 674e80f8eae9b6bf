package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/**
 * Entropy, mean, variance and mode of a distribution, by formulas. Each has the shape {@code [n,
 * event...]}, or one that broadcasts to it. A number that does not exist is NaN, such as the mean
 * of a Cauchy distribution or a mode that is not unique.
 *
 * @param entropy builds terms of the differential entropy {@code -E[log p(x)]}, in nats, one for
 *     each entry of an event: their sum is the entropy
 * @param mean builds the mean of each entry
 * @param variance builds the variance of each entry
 * @param mode builds the point of the largest density
 */
public record Summary(Function entropy, Function mean, Function variance, Function mode) {
  /** A number of each entry. */
  @FunctionalInterface
  public interface Function {
    /** Builds the numbers. */
    Expr at(GraphScope scope);
  }

  /**
   * Returns the summary of a distribution that is symmetric about its largest density.
   *
   * @param entropy builds terms of the entropy
   * @param centre builds mean and mode
   * @param variance builds the variances
   */
  public static Summary symmetric(Function entropy, Function centre, Function variance) {
    return new Summary(entropy, centre, variance, centre);
  }

  /** Returns the summary of entries that are multiplied by a positive number. */
  Summary times(double factor) {
    return new Summary(
        scope -> entropy.at(scope).plus(Math.log(factor)),
        scope -> mean.at(scope).times(factor),
        scope -> variance.at(scope).times(factor * factor),
        scope -> mode.at(scope).times(factor));
  }

  /** Builds the entropy of each event of {@code like}, {@code [n]}. */
  public Expr entropyOf(GraphScope scope, Expr like) {
    return like.zeros().plus(entropy.at(scope)).sumEvent();
  }
}
