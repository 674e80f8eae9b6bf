package io.github.tfflows.core.base;

import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Gaussian on vectors with independent entries: {@code log p(x) = Σ (-½ ((xᵢ - μᵢ)/σᵢ)² - log σᵢ
 * - ½ log 2π)} nats on all of ℝᵈ.
 *
 * @param mean the means {@code μ}, or where they start
 * @param scale the standard deviations {@code σ}, positive, or where they start
 */
public record DiagonalNormal(List<Double> mean, List<Double> scale, Trainability trainability)
    implements LocationScale, Cumulative {
  public DiagonalNormal {
    mean = Entries.finite("mean", mean);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("mean", mean, "scale", scale);
  }

  public static DiagonalNormal fixed(List<Double> mean, List<Double> scale) {
    return new DiagonalNormal(mean, scale, Trainability.FIXED);
  }

  /** Returns a Gaussian of {@code d} entries that starts as {@code N(0, I)} and is trained. */
  public static DiagonalNormal trainable(int d) {
    return new DiagonalNormal(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public List<Double> location() {
    return mean;
  }

  @Override
  public Expr location(GraphScope scope) {
    return trainability.numbers(scope, "mean", mean);
  }

  @Override
  public UnaryOperator<Expr> logStandard(GraphScope scope) {
    return new UnitNormal()::logDensity;
  }

  @Override
  public Expr standardDraws(GraphScope scope, Noise noise) {
    return noise.normal(scope, eventShape());
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    return Tails.of(standardized(scope, x), logScale(scope), new UnitNormal());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    return moved(scope, new UnitNormal().quantile(logBelow, logAbove));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(summary(UnitNormal.ENTROPY, 1));
  }
}
