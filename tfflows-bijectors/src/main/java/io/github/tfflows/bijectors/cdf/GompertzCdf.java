package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * The distribution function of lifetimes whose hazard grows exponentially (Gompertz, 1825,
 * Philosophical Transactions of the Royal Society 115, 513-583), {@code y = 1 - exp(-c·(exp(x/λ) -
 * 1))}, of the positive numbers onto {@code (0, 1)}. {@code log dy/dx = log(c/λ) + x/λ -
 * c·(exp(x/λ) - 1)}. TensorFlow Probability's GompertzCDF has fixed parameters.
 *
 * <p>The two parameters {@code (a, b)} of an entry are squashed, {@code log λ = a / (1 + |a| / ln
 * 1000)} and {@code log c = b / (1 + |b| / ln 10)}. Negative data count as zero. Data are clipped,
 * with zero gradient, where {@code exp(x/λ)} would overflow. In the inverse, data closer to zero or
 * one than the machine epsilon are clipped to that distance.
 */
public record GompertzCdf() implements Increasing {
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
    Expr logC = theta.entry(1).squashedLog(10);
    double end = -Math.log(scope.limits().smallest());
    Expr z = x.times(logScale.negated().exp()).clip(0, end);
    Expr hazard = z.expm1().times(logC.exp()); // -log(1 - y)
    Expr logSlope = logC.minus(logScale).plus(z).minus(hazard);
    return new Mapped(hazard.negated().expm1().negated(), logSlope);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr logScale = theta.entry(0).squashedLog();
    Expr logC = theta.entry(1).squashedLog(10);
    double margin = scope.limits().epsilon();
    Expr hazard = y.clip(margin, 1 - margin).negated().log1p().negated();
    Expr z = hazard.times(logC.negated().exp()).log1p();
    Expr logSlope = logC.minus(logScale).plus(z).minus(hazard);
    return new Mapped(z.times(logScale.exp()), logSlope.negated());
  }
}
