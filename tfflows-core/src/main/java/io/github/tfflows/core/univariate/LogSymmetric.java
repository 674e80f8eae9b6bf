package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;

/**
 * A symmetric distribution in logarithms, so that no tail underflows. All of its functions have
 * gradients. The hazard is {@code h(z) = d log F(z) / dz = f(z) / F(z)}.
 */
public interface LogSymmetric extends Symmetric {
  /**
   * A distribution at a point.
   *
   * @param logCdf {@code log F(z)}
   * @param logHazard {@code log h(z)}
   */
  record Point(Expr z, Expr logCdf, Expr logHazard, Expr hazard) {}

  /** Builds the point {@code z}. */
  Point at(Expr z);

  /**
   * Builds the point with {@code F(z) = p} from {@code log p}, for {@code p} of at most one half.
   */
  Point lower(Expr logProbability);

  /** Builds {@code 2F(z) - 1}. */
  Expr centered(Expr z);

  /** Builds {@code log F(z)}. */
  default Expr logCdf(Expr z) {
    return at(z).logCdf();
  }

  /**
   * Builds the {@code z} with {@code F(z) = p}, from the smaller tail.
   *
   * @param logBelow {@code log p}
   * @param logAbove {@code log(1 - p)}
   */
  default Expr quantile(Expr logBelow, Expr logAbove) {
    Condition lower = logBelow.less(logAbove);
    Expr z = lower(lower.select(logBelow, logAbove).min(Math.log(0.5))).z();
    return lower.select(z, z.negated());
  }
}
