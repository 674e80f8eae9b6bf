package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;

/** The slopes of splines at their knots. */
final class Slopes {
  private static final double MIN_SLOPE = 1e-3;
  private static final double MAX_RAW_SLOPE = 1e3;

  /** The raw slope whose slope is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - MIN_SLOPE));

  /** Returns the positive slope for a raw one; it is one for zero. */
  static Expr of(Expr raw) {
    Expr clipped = raw.clip(-MAX_RAW_SLOPE, MAX_RAW_SLOPE);
    return clipped.plus(UNIT_SLOPE).softplus().plus(MIN_SLOPE);
  }

  private Slopes() {}
}
