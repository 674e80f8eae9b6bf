package io.github.tfflows.tables.strangeness;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A mixture of kernels with independent cells:
 *
 * <pre>{@code log p(row) = log Σₖ πₖ Πⱼ pₖ(cellⱼ)}</pre>
 *
 * <p>with a Gaussian for each coordinate, and a probability for each outcome. Leaving out a cell
 * gives the exact marginal of the others.
 */
final class Kernels {
  private final int coordinates;
  private final int outcomes;
  private final float[] logWeights;
  private final float[] means;
  private final float[] variances;
  private final float[] logProbs;
  private final double[] precisions;
  private final double[] logScales;

  /**
   * Creates the mixture.
   *
   * @param coordinates the number of coordinates
   * @param outcomes the number of outcomes
   * @param logWeights {@code log πₖ}
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
    this.precisions = new double[variances.length];
    this.logScales = new double[variances.length];
    for (int i = 0; i < variances.length; i++) {
      precisions[i] = 0.5 / variances[i];
      logScales[i] = 0.5 * Math.log(2 * Math.PI * variances[i]);
    }
  }

  /** The number of kernels. */
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
    return single(precisions);
  }

  /** The means over the variances. */
  float[] slopes() {
    double[] slopes = new double[means.length];
    Arrays.setAll(slopes, i -> 2 * means[i] * precisions[i]);
    return single(slopes);
  }

  /** The negative log-densities of the origin. */
  float[] offsets() {
    double[] offsets = new double[means.length];
    Arrays.setAll(offsets, i -> means[i] * means[i] * precisions[i] + logScales[i]);
    return single(offsets);
  }

  private static float[] single(double[] numbers) {
    float[] single = new float[numbers.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) numbers[i];
    }
    return single;
  }

  float[] logProbs() {
    return logProbs;
  }

  /** Adds the log-densities of cells under each kernel. */
  void addTo(double[] logs, Point point) {
    for (int kernel = 0; kernel < logs.length; kernel++) {
      double sum = 0;
      for (int coordinate : point.coordinates()) {
        int place = kernel * coordinates + coordinate;
        double distance = point.at()[coordinate] - means[place];
        sum -= distance * distance * precisions[place] + logScales[place];
      }
      for (int outcome : point.outcomes()) {
        sum += logProbs[kernel * outcomes + outcome];
      }
      logs[kernel] += sum;
    }
  }

  /** The logarithms of the weights. */
  double[] prior() {
    double[] logs = new double[count()];
    for (int kernel = 0; kernel < logs.length; kernel++) {
      logs[kernel] = logWeights[kernel];
    }
    return logs;
  }

  /** The numbers as text. */
  String text() {
    return Numbers.text(logWeights, means, variances, logProbs);
  }

  /**
   * Reads the text of a model's description.
   *
   * @throws IllegalArgumentException if it does not have the numbers of whole kernels
   */
  static Kernels parse(String text, int coordinates, int outcomes) {
    FloatBuffer numbers = Numbers.read(text);
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

  /** The mixture of this one and another, which has a share of the weight. */
  Kernels mixedWith(Kernels other, double share) {
    return new Kernels(
        coordinates,
        outcomes,
        joined(scaled(logWeights, 1 - share), scaled(other.logWeights, share)),
        joined(means, other.means),
        joined(variances, other.variances),
        joined(logProbs, other.logProbs));
  }

  private static float[] scaled(float[] logWeights, double share) {
    float[] scaled = new float[logWeights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (logWeights[i] + Math.log(share));
    }
    return scaled;
  }

  private static float[] joined(float[] one, float[] other) {
    return FloatBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
