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
    Point at(Expr z) {
      Expr opposite = z.negated();
      return new Point(
          z, opposite.softplus().negated(), z.softplus().negated(), opposite.sigmoid());
    }

    @Override
    Point lower(Expr logProbability) {
      Expr hazard = logProbability.exp().complement();
      Expr logHazard = logProbability.exp().negated().log1p();
      return new Point(logProbability.minus(logHazard), logProbability, logHazard, hazard);
    }
  },

  /** The standard normal distribution. */
  GAUSSIAN {
    @Override
    Expr centered(Expr z) {
      return z.scope().expr(z.scope().tf().math.erf(z.times(Math.sqrt(0.5))));
    }

    @Override
    Point at(Expr z) {
      return of(GaussianTail.at(z));
    }

    @Override
    Point lower(Expr logProbability) {
      return of(GaussianTail.lower(logProbability));
    }

    private Point of(GaussianTail.Point point) {
      return new Point(point.z(), point.logCdf(), point.logHazard(), point.hazard());
    }
  };

  /**
   * A distribution at a point.
   *
   * @param z the point
   * @param logCdf {@code log Φ(z)}
   * @param logHazard {@code log h(z)}
   * @param hazard {@code h(z)}
   */
  record Point(Expr z, Expr logCdf, Expr logHazard, Expr hazard) {}

  /** Builds {@code 2Φ(z) - 1}. */
  abstract Expr centered(Expr z);

  /** Builds the point {@code z}. */
  abstract Point at(Expr z);

  /**
   * Builds the point with {@code Φ(z) = p} from {@code log p}, for {@code p} of at most one half.
   */
  abstract Point lower(Expr logProbability);
}
