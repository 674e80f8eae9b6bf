package io.github.tfflows.core.model;

import java.util.function.IntToDoubleFunction;

/**
 * The estimate of an expectation by the mean over independent draws.
 *
 * @param value the mean
 * @param standardError the standard deviation of the mean, itself estimated from the draws
 */
public record Estimate(double value, double standardError) {
  /** Checks that there are enough draws for a standard error. */
  static int requireDraws(int draws) {
    if (draws < 2) {
      throw new IllegalArgumentException(
          "an estimate with its standard error needs two draws or more, got " + draws);
    }
    return draws;
  }

  /**
   * Returns the estimate from the terms of each draw.
   *
   * @param draws the number of draws, two or more
   */
  static Estimate of(int draws, IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += term.applyAsDouble(i);
    }
    double mean = sum / draws;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double deviation = term.applyAsDouble(i) - mean;
      squares += deviation * deviation;
    }
    return new Estimate(mean, Math.sqrt(squares / (draws - 1.0) / draws));
  }
}
