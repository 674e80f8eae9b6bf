package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.univariate.Univariate;

/** Both directions of the standard member of a family, with gradients from its density. */
final class StandardForm {
  static Mapped forward(Univariate family, Expr z) {
    double end = Math.sqrt(z.scope().limits().large());
    Expr within = z.clip(-end, end);
    Expr logDensity = family.logDensity(within);
    return new Mapped(
        family.cdf(within).stopGradient().withSlope(logDensity.exp(), within), logDensity);
  }

  static Mapped inverse(Univariate family, Expr u) {
    double margin = u.scope().limits().epsilon();
    Expr within = u.clip(margin, 1 - margin);
    Expr found = family.quantile(within.stopGradient());
    Expr slope = family.logDensity(found.stopGradient()).negated().exp();
    Expr z = found.stopGradient().withSlope(slope, within);
    return new Mapped(z, family.logDensity(z).negated());
  }

  private StandardForm() {}
}
