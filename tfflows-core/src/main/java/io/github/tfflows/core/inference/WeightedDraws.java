package io.github.tfflows.core.inference;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.model.Estimate;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Draws {@code x} of a distribution {@code q} and their importance weights {@code w = p̃(x)/q(x)}
 * for an unnormalized density {@code p̃}. For a {@link StochasticFlow}, {@code q} is the ratio of
 * the path. The distribution must be positive wherever {@code p̃} is.
 *
 * @param logWeights {@code log w}, one number for each of two or more draws
 */
@SuppressWarnings("ArrayRecordComponent") // results are read, not compared
public record WeightedDraws(Rows x, float[] logWeights) {
  public WeightedDraws {
    if (x.count() < 2 || x.count() != logWeights.length) {
      throw new IllegalArgumentException(
          "expected two draws or more, and a weight for each, got %s draws and %s weights"
              .formatted(x.count(), logWeights.length));
    }
  }

  /**
   * Draws and weights.
   *
   * @param flow the definition of {@code q}
   * @param weights its parameters, such as those of a model that was fitted to {@code p̃}
   * @param target the density {@code p̃}
   * @param count the number of draws, two or more
   * @param seed equal seeds give equal draws
   */
  public static WeightedDraws of(
      Distribution flow, Weights weights, LogDensity target, int count, long seed) {
    Distribution reweighted = new Reweighted(flow, target);
    try (CompiledDistribution model =
        CompiledDistribution.compile(reweighted, 0, weights, Execution.defaults())) {
      return of(model, count, seed);
    }
  }

  /**
   * Draws with initial parameters, or from a distribution without parameters, such as a base or
   * {@link StochasticFlow#annealed}.
   *
   * @param flow the definition of {@code q}
   * @param target the density {@code p̃}
   * @param count the number of draws, two or more
   * @param seed equal seeds give equal draws
   */
  public static WeightedDraws of(Distribution flow, LogDensity target, int count, long seed) {
    try (CompiledDistribution model =
        CompiledDistribution.compile(new Reweighted(flow, target), 0)) {
      return of(model, count, seed);
    }
  }

  private static WeightedDraws of(CompiledDistribution reweighted, int count, long seed) {
    Draws drawn = reweighted.sampleAndLogProb(count, seed);
    return new WeightedDraws(drawn.x(), drawn.logProb());
  }

  private record Reweighted(Distribution flow, LogDensity target) implements Distribution {
    @Override
    public Shape eventShape() {
      return flow.eventShape();
    }

    @Override
    public Expr logProb(GraphScope scope, Expr x) {
      return flow.logProb(scope, x);
    }

    @Override
    public Sample sample(GraphScope scope, Noise noise) {
      Sample drawn = flow.sample(scope, noise);
      Expr logTarget = target.logProb(scope.sub("target"), drawn.value());
      return new Sample(drawn.value(), logTarget.minus(drawn.logProb()));
    }
  }

  /**
   * Estimates {@code log ∫p̃(x) dx} in nats by the logarithm of the mean weight. Its standard error
   * is the standard error of the mean weight, divided by the mean weight.
   */
  public Estimate logIntegral() {
    double largest = largest();
    double[] weights = weights(largest);
    Estimate mean = Estimate.of(weights.length, i -> weights[i]);
    return new Estimate(largest + Math.log(mean.value()), mean.standardError() / mean.value());
  }

  /**
   * Returns the effective sample size {@code (Σw)²/Σw²} (Kong, 1992): the number of draws of {@code
   * p̃} itself that would estimate means about as well. It lies between one and the number of
   * draws.
   */
  public double effectiveCount() {
    double[] weights = weights(largest());
    double sum = Arrays.stream(weights).sum();
    return sum * sum / Arrays.stream(weights).map(w -> w * w).sum();
  }

  /** Estimates the mean of a function of vectors under the normalized {@code p̃}. */
  public double mean(ToDoubleFunction<float[]> function) {
    double[] weights = weights(largest());
    float[][] rows = x.toArrays();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * function.applyAsDouble(rows[i]);
    }
    return sum / Arrays.stream(weights).sum();
  }

  private double largest() {
    double largest = -Double.MAX_VALUE;
    for (float log : logWeights) {
      largest = Math.max(largest, log);
    }
    return largest;
  }

  private double[] weights(double largest) {
    return IntStream.range(0, logWeights.length)
        .mapToDouble(i -> Math.exp(logWeights[i] - largest))
        .toArray();
  }
}
