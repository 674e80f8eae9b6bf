package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A distribution whose draws are rounded to the nearest integers, with independent entries: the
 * probability of {@code k} is the mass of its cell,
 *
 * <pre>{@code log P(k) = Σ log(F(kᵢ + ½) - F(kᵢ - ½))}</pre>
 *
 * <p>nats. With bounds, draws beyond them are clipped: {@code low} has all mass below {@code low +
 * ½}, {@code high} all mass above {@code high - ½}. A base of positive numbers needs {@code low =
 * 0}. TensorFlow Probability's QuantizedDistribution rounds up instead.
 *
 * <p>{@code Quantized.of(Logistic.trainable(d))} is the discretized logistic distribution of
 * PixelCNN++ (Salimans et al., 2017, arXiv:1701.05517, section 2.1) without bounds, as in the base
 * of integer discrete flows (Hoogeboom et al., 2019, arXiv:1905.07376).
 *
 * <p>Masses are differences in the smaller tail, or, where these would cancel, an integral of the
 * density by the Gauss rule of three points. Between integers, {@code logProb} is the density of a
 * draw plus uniform noise. Draws are not differentiable.
 *
 * @param base the distribution before rounding, which owns all parameters
 * @param low the smallest number, an integer or {@link Double#NEGATIVE_INFINITY}
 * @param high the largest number, an integer above it or {@link Double#POSITIVE_INFINITY}
 */
public record Quantized(Cumulative base, double low, double high) implements Distribution {
  private static final double[] NODES = {-0.5 * Math.sqrt(0.6), 0, 0.5 * Math.sqrt(0.6)};
  private static final double[] WEIGHTS = {5 / 18., 4 / 9., 5 / 18.};

  public Quantized {
    if (!(low < high && isEnd(low) && isEnd(high))) {
      throw new IllegalArgumentException(
          "expected bounds with low < high that are integers or infinite, got low %s and high %s"
              .formatted(low, high));
    }
  }

  private static boolean isEnd(double bound) {
    return Double.isInfinite(bound) || bound == Math.rint(bound);
  }

  /** Returns the distribution of all integers. */
  public static Quantized of(Cumulative base) {
    return new Quantized(base, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  @Override
  public Shape eventShape() {
    return base.eventShape();
  }

  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr k = scope.presentOnly(x);
    Cumulative.Tails left = base.tails(scope, k.minus(0.5));
    Cumulative.Tails right = base.tails(scope, k.plus(0.5));
    Expr impossible = scope.constant(Double.NEGATIVE_INFINITY);
    Expr logMass = logMass(scope, k, left, right);
    if (Double.isFinite(low)) {
      Expr rest = k.atLeast(low).select(right.logBelow(), impossible);
      logMass = k.greater(low).select(logMass, rest);
    }
    if (Double.isFinite(high)) {
      Expr rest = k.atMost(scope.constant(high)).select(left.logAbove(), impossible);
      logMass = k.less(high).select(logMass, rest);
    }
    return scope.sumPresent(logMass);
  }

  private Expr logMass(GraphScope scope, Expr k, Cumulative.Tails left, Cumulative.Tails right) {
    Condition lower = right.logBelow().less(left.logAbove());
    Expr to = lower.select(right.logBelow(), left.logAbove());
    Expr from = lower.select(left.logBelow(), right.logAbove());
    double narrow = -Math.pow(scope.limits().epsilon(), 0.25);
    Expr gap = from.minus(to);
    Expr difference = gap.min(narrow).expm1().negated().log().plus(to);
    return gap.less(narrow).select(difference, logIntegral(scope, k));
  }

  private Expr logIntegral(GraphScope scope, Expr k) {
    List<Expr> terms =
        IntStream.range(0, NODES.length)
            .mapToObj(
                i -> base.tails(scope, k.plus(NODES[i])).logDensity().plus(Math.log(WEIGHTS[i])))
            .map(term -> term.expand(-1))
            .toList();
    return scope.concat(-1, terms).logSumExpLast();
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr x = base.sample(scope, noise).value().plus(0.5).floor().stopGradient();
    Expr rounded = x.max(low).min(high);
    return new Sample(rounded, logProb(scope, rounded));
  }
}
