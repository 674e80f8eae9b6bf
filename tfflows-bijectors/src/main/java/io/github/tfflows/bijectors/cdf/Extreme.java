package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.univariate.UnitNormal;
import io.github.tfflows.core.univariate.Univariate;

/** Skewed distributions of real numbers, of location zero and unit scale. */
enum Extreme implements Univariate {
  LARGEST {
    @Override
    public Expr cdf(Expr z) {
      return bounded(z.negated()).negated().exp();
    }

    @Override
    public Expr logDensity(Expr z) {
      return z.plus(bounded(z.negated())).negated();
    }

    @Override
    public Expr quantile(Expr p) {
      return p.log().negated().log().negated();
    }
  },

  SMALLEST {
    @Override
    public Expr cdf(Expr z) {
      return bounded(z).negated().expm1().negated();
    }

    @Override
    public Expr logDensity(Expr z) {
      return z.minus(bounded(z));
    }

    @Override
    public Expr quantile(Expr p) {
      return p.negated().log1p().negated().log();
    }
  },

  MOYAL {
    @Override
    public Expr cdf(Expr z) {
      return bounded(z.times(-0.5)).times(Math.sqrt(0.5)).erfc();
    }

    @Override
    public Expr logDensity(Expr z) {
      return z.plus(bounded(z.negated())).times(-0.5).minus(Math.log(2 * Math.PI) / 2);
    }

    /** {@code erfc(a/√2) = 2Φ(-a)}, so that {@code a = -Φ⁻¹(p/2)}. */
    @Override
    public Expr quantile(Expr p) {
      return new UnitNormal().quantile(p.times(0.5)).negated().log().times(-2);
    }
  };

  /** {@code exp(z)}, bounded so that gradients are finite. */
  private static Expr bounded(Expr z) {
    return z.min(Math.log(z.scope().limits().large())).exp();
  }
}
