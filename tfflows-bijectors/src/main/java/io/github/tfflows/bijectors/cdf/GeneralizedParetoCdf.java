package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * The distribution function of excesses over a high threshold (Pickands, 1975, Annals of Statistics
 * 3(1), 119-131, eq. 1.2), {@code y = 1 - (1 + ξx/σ)^(-1/ξ)}, of the positive numbers onto {@code
 * (0, 1)}. {@code log dy/dx = -(1 + 1/ξ)·log(1 + ξx/σ) - log σ}. The tail {@code ξ} is positive:
 * the density falls as {@code x} to the power of {@code -(1 + 1/ξ)}.
 *
 * <p>The two parameters {@code (a, b)} of an entry are squashed, {@code log σ = a / (1 + |a| / ln
 * 1000)} and {@code log ξ = b / (1 + |b| / ln 10)}. {@code a = b = 0} is {@code y = x/(1 + x)}.
 * Negative data count as zero, and edges of the float range are treated as in {@link WeibullCdf}.
 */
public record GeneralizedParetoCdf() implements Increasing {
  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public Domain domain() {
    return Domain.POSITIVE;
  }

  @Override
  public Domain range() {
    return Domain.UNIT;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr logScale = theta.entry(0).squashedLog();
    Expr tail = theta.entry(1).squashedLog(10).exp();
    Expr z = x.clip(0, scope.limits().large()).times(logScale.negated().exp());
    Expr hazard = z.times(tail).log1p().over(tail); // -log(1 - y)
    return new Mapped(hazard.negated().expm1().negated(), logSlope(hazard, tail, logScale));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    FloatLimits limits = scope.limits();
    Expr logScale = theta.entry(0).squashedLog();
    Expr tail = theta.entry(1).squashedLog(10).exp();
    double margin = limits.epsilon();
    Expr hazard = y.clip(margin, 1 - margin).negated().log1p().negated();
    double end = Math.log(limits.largest()) + 2 * Math.log(margin); // a margin for gradients
    Expr z = hazard.times(tail).min(end).expm1().over(tail);
    return new Mapped(z.times(logScale.exp()), logSlope(hazard, tail, logScale).negated());
  }

  private static Expr logSlope(Expr hazard, Expr tail, Expr logScale) {
    return hazard.times(tail.plus(1)).plus(logScale).negated();
  }
}
