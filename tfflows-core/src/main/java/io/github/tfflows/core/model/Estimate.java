package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The estimate of an expectation by the mean over independent draws.
 *
 * @param value the mean
 * @param standardError the standard deviation of the mean, itself estimated from the draws
 */
public record Estimate(double value, double standardError) {
  static int requireDraws(int draws) {
    Require.atLeast("draws", draws, 2);
    return draws;
  }

  interface Estimator {
    Estimate of(int draws, IntToDoubleFunction term);
  }

  /** Returns an estimate for each entry of an event, from that entry of each draw. */
  static List<Estimate> ofEntries(Rows draws, Estimator estimator) {
    int size = draws.size();
    float[] values = draws.values();
    return IntStream.range(0, size)
        .mapToObj(entry -> estimator.of(draws.count(), i -> values[i * size + entry]))
        .toList();
  }

  /**
   * Returns the estimate of the standard deviation of the terms. Its standard error follows from
   * the standard error of the variance by the delta method.
   */
  static Estimate deviation(int draws, IntToDoubleFunction term) {
    double mean = of(draws, term).value;
    double unbiased = draws / (draws - 1.0);
    Estimate variance = of(draws, i -> unbiased * Math.pow(term.applyAsDouble(i) - mean, 2));
    double root = Math.sqrt(variance.value);
    return new Estimate(root, root == 0 ? 0 : variance.standardError / (2 * root));
  }

  /**
   * Returns the estimate from the terms of each draw.
   *
   * @param draws the number of draws, two or more
   */
  public static Estimate of(int draws, IntToDoubleFunction term) {
    int unused = requireDraws(draws);
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
