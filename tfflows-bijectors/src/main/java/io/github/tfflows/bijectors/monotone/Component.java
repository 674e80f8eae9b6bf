package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.base.GaussianTail;

/**
 * A standardized symmetric distribution with cumulative distribution function {@code Φ}, written in
 * logarithms so that no tail underflows. Its hazard is {@code h(z) = d log Φ(z) / dz}.
 */
enum Component {
  /** {@code Φ(z) = 1 / (1 + exp(-z))}. */
  LOGISTIC {
    @Override
    Expr centered(Expr z) {
      return z.times(0.5).tanh();
    }

    @Override
    Expr logCdf(Expr z) {
      return z.negated().softplus().negated();
    }

    @Override
    Expr logHazard(Expr z) {
      return z.softplus().negated();
    }

    @Override
    Expr lowerQuantile(Expr logProbability) {
      return logProbability.minus(logProbability.exp().negated().log1p());
    }
  },

  /** The standard normal distribution. */
  GAUSSIAN {
    @Override
    Expr centered(Expr z) {
      return z.scope().expr(z.scope().tf().math.erf(z.times(Math.sqrt(0.5))));
    }

    @Override
    Expr logCdf(Expr z) {
      return GaussianTail.logCdf(z);
    }

    @Override
    Expr logHazard(Expr z) {
      return GaussianTail.logHazard(z);
    }

    @Override
    Expr lowerQuantile(Expr logProbability) {
      return GaussianTail.lowerQuantile(logProbability);
    }
  };

  /** Builds {@code 2Φ(z) - 1}. */
  abstract Expr centered(Expr z);

  /** Builds {@code log Φ(z)}. */
  abstract Expr logCdf(Expr z);

  /** Builds {@code log h(z)}. */
  abstract Expr logHazard(Expr z);

  /** Builds {@code Φ⁻¹(p)} from {@code log p}, for {@code p} of at most one half. */
  abstract Expr lowerQuantile(Expr logProbability);
}
