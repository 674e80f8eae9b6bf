package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The cumulative distribution function of a positive number whose logarithm has a location-scale
 * family, {@code y = F(k·(log x - log λ))} with scale {@code λ} and shape {@code k}. Its log-slope
 * is {@code log f(k·(log x - log λ)) + log k - log x}.
 */
interface PositiveCdf extends Increasing {
  /** Returns the distribution of the logarithm at unit scale and shape. */
  Univariate ofLogarithm();

  @Override
  default int parameters() {
    return 2;
  }

  /** Builds {@code log λ}, about within {@code ±ln 1000}. */
  default Expr logScale(Expr theta) {
    return theta.entry(0).squashedLog();
  }

  /** Builds {@code log k} within {@code ±ln 10}. */
  default Expr logShape(Expr theta) {
    return theta.entry(1).squashedLog(10);
  }

  @Override
  default Domain domain() {
    return Domain.POSITIVE;
  }

  @Override
  default Domain range() {
    return Domain.UNIT;
  }

  @Override
  default Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr log = x.clip(scope.limits().smallest(), scope.limits().largest()).log();
    Expr k = logShape(theta);
    Mapped y = StandardForm.forward(ofLogarithm(), log.minus(logScale(theta)).times(k.exp()));
    return new Mapped(y.value(), y.logDet().plus(k).minus(log));
  }

  @Override
  default Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Mapped z = StandardForm.inverse(ofLogarithm(), y);
    Expr k = logShape(theta);
    Expr free = z.value().times(k.negated().exp()).plus(logScale(theta));
    double end = end(scope.limits());
    Expr log = free.clip(-end, end);
    return new Mapped(log.exp(), z.logDet().minus(k).plus(log));
  }

  /** The logarithm of the largest number, less a margin for gradients near one. */
  private static double end(FloatLimits limits) {
    return Math.log(limits.largest()) + 2 * Math.log(limits.epsilon());
  }
}
