package io.github.tfflows.tables.strangeness;

import io.github.tfflows.tables.density.LogSum;
import java.nio.FloatBuffer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * A mixture of kernels with independent cells:
 *
 * <pre>{@code log p(row) = log Σₖ πₖ Πⱼ pₖ(cellⱼ)}</pre>
 *
 * <p>with a Gaussian for each coordinate, and a probability for each outcome. Leaving out a cell
 * gives the exact marginal of the other cells.
 */
final class Kernels {
  private final int coordinates;
  private final int outcomes;
  private final float[] logWeights;
  private final float[] means;
  private final float[] variances;
  private final float[] logProbs;

  /**
   * The means of each coordinate, kernel by kernel; below, half of the inverse variances, and the
   * log-scales.
   */
  private final double[][] centres;

  private final double[][] precisions;
  private final double[][] logScales;

  /** The log-probabilities of each outcome by kernel. */
  private final double[][] outcomeLogs;

  /** The logarithms of the weights; below, the logarithm of their sum. */
  private final double[] prior;

  private final double priorSum;

  /**
   * Creates the mixture.
   *
   * @param coordinates the number of coordinates
   * @param outcomes the number of outcomes
   * @param logWeights {@code log πₖ}, up to a common constant
   * @param means the means of coordinates, kernel by kernel
   * @param variances their variances
   * @param logProbs the log-probabilities of outcomes, kernel by kernel
   */
  Kernels(
      int coordinates,
      int outcomes,
      float[] logWeights,
      float[] means,
      float[] variances,
      float[] logProbs) {
    this.coordinates = coordinates;
    this.outcomes = outcomes;
    this.logWeights = logWeights;
    this.means = means;
    this.variances = variances;
    this.logProbs = logProbs;
    this.centres = byColumn(means, coordinates, mean -> mean);
    this.precisions = byColumn(variances, coordinates, variance -> 0.5 / variance);
    this.logScales =
        byColumn(variances, coordinates, variance -> 0.5 * Math.log(2 * Math.PI * variance));
    this.outcomeLogs = byColumn(logProbs, outcomes, logProb -> logProb);
    this.prior = byColumn(logWeights, 1, logWeight -> logWeight)[0];
    this.priorSum = LogSum.of(prior);
  }

  /** Transposes numbers that are stored kernel by kernel. */
  private double[][] byColumn(float[] numbers, int columns, DoubleUnaryOperator map) {
    double[][] transposed = new double[columns][count()];
    for (int i = 0; i < numbers.length; i++) {
      transposed[i % columns][i / columns] = map.applyAsDouble(numbers[i]);
    }
    return transposed;
  }

  int count() {
    return logWeights.length;
  }

  float[] logWeights() {
    return logWeights;
  }

  float[] means() {
    return means;
  }

  /** Half of the inverse variances. */
  float[] precisions() {
    return single(place -> precisions[place % coordinates][place / coordinates]);
  }

  /** The means over the variances. */
  float[] slopes() {
    return single(place -> 2 * means[place] * precisions[place % coordinates][place / coordinates]);
  }

  /** The negative log-densities of the origin. */
  float[] offsets() {
    return single(
        place -> {
          int coordinate = place % coordinates;
          int kernel = place / coordinates;
          double mean = means[place];
          return mean * mean * precisions[coordinate][kernel] + logScales[coordinate][kernel];
        });
  }

  private float[] single(IntToDoubleFunction numbers) {
    float[] single = new float[means.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) numbers.applyAsDouble(i);
    }
    return single;
  }

  float[] logProbs() {
    return logProbs;
  }

  /** Adds the log-densities of cells under each kernel. */
  void addTo(double[] logs, Point point) {
    for (int i = 0; i < point.coordinateCount(); i++) {
      int coordinate = point.coordinate(i);
      double at = point.at()[coordinate];
      double[] centre = centres[coordinate];
      double[] precision = precisions[coordinate];
      double[] logScale = logScales[coordinate];
      for (int kernel = 0; kernel < logs.length; kernel++) {
        double distance = at - centre[kernel];
        logs[kernel] -= distance * distance * precision[kernel] + logScale[kernel];
      }
    }
    for (int i = 0; i < point.outcomeCount(); i++) {
      double[] logProb = outcomeLogs[point.outcome(i)];
      for (int kernel = 0; kernel < logs.length; kernel++) {
        logs[kernel] += logProb[kernel];
      }
    }
  }

  void writePrior(double[] logs) {
    System.arraycopy(prior, 0, logs, 0, prior.length);
  }

  double priorSum() {
    return priorSum;
  }

  String text() {
    return FloatText.text(logWeights, means, variances, logProbs);
  }

  /**
   * Reads the text of a model's description.
   *
   * @throws IllegalArgumentException if it does not have the numbers of whole kernels
   */
  static Kernels parse(String text, int coordinates, int outcomes) {
    FloatBuffer numbers = FloatText.read(text);
    int each = 1 + 2 * coordinates + outcomes;
    int count = numbers.remaining() / each;
    if (count == 0 || numbers.remaining() % each != 0) {
      throw new IllegalArgumentException(
          "expected %s numbers for each kernel of the model's strangeness, got %s in all"
              .formatted(each, numbers.remaining()));
    }
    return new Kernels(
        coordinates,
        outcomes,
        next(numbers, count),
        next(numbers, count * coordinates),
        next(numbers, count * coordinates),
        next(numbers, count * outcomes));
  }

  private static float[] next(FloatBuffer numbers, int count) {
    float[] next = new float[count];
    numbers.get(next);
    return next;
  }

  /** The mixture of this one and another, in proportion to the sums of their weights. */
  Kernels with(Kernels other) {
    return new Kernels(
        coordinates,
        outcomes,
        joined(logWeights, other.logWeights),
        joined(means, other.means),
        joined(variances, other.variances),
        joined(logProbs, other.logProbs));
  }

  private static float[] joined(float[] one, float[] other) {
    return FloatBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
