package io.github.tfflows.core.base;

import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A Gaussian on vectors with independent entries: {@code log p(x) = Σ (-½ ((xᵢ - μᵢ)/σᵢ)² - log σᵢ
 * - ½ log 2π)} nats on all of ℝᵈ.
 *
 * @param mean the means {@code μ}, or where they start
 * @param scale the standard deviations {@code σ}, positive, or where they start
 */
public record DiagonalNormal(List<Double> mean, List<Double> scale, Trainability trainability)
    implements Cumulative {
  public DiagonalNormal {
    mean = Entries.finite("mean", mean);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("mean", mean, "scale", scale);
  }

  /** Returns a fixed Gaussian. */
  public static DiagonalNormal fixed(List<Double> mean, List<Double> scale) {
    return new DiagonalNormal(mean, scale, Trainability.FIXED);
  }

  /**
   * Returns a Gaussian that starts as {@code N(0, I)} and is trained.
   *
   * @param d the dimension, at least one
   */
  public static DiagonalNormal trainable(int d) {
    return new DiagonalNormal(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(mean.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr z = standardized(scope, x);
    return scope.sumPresent(new UnitNormal().logDensity(z).minus(logScale(scope)));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape());
    Expr x = at(scope, z);
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    return Tails.of(standardized(scope, x), logScale(scope), new UnitNormal());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    return at(scope, new UnitNormal().quantile(logBelow, logAbove));
  }

  private Expr standardized(GraphScope scope, Expr x) {
    return x.minus(mean(scope)).over(logScale(scope).exp());
  }

  private Expr at(GraphScope scope, Expr z) {
    return z.times(logScale(scope).exp()).plus(mean(scope));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        Summary.symmetric(
            scope -> logScale(scope).plus(UnitNormal.ENTROPY),
            this::mean,
            scope -> logScale(scope).times(2).exp()));
  }

  private Expr mean(GraphScope scope) {
    return trainability.numbers(scope, "mean", mean);
  }

  private Expr logScale(GraphScope scope) {
    return trainability.logs(scope, "scale", scale);
  }
}
