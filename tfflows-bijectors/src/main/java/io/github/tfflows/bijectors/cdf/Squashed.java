package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.Expr;

/** Logarithms of scales and shapes from unconstrained parameters. */
final class Squashed {
  private static final double MAX_LOG_SCALE = Math.log(1e3);
  private static final double MAX_LOG_SHAPE = Math.log(10);

  /** Of a scale within {@code (1e-3, 1e3)}. */
  static Expr logScale(Expr parameter) {
    return parameter.squash(MAX_LOG_SCALE);
  }

  /** Of a shape within {@code (0.1, 10)}. */
  static Expr logShape(Expr parameter) {
    return parameter.squash(MAX_LOG_SHAPE);
  }

  private Squashed() {}
}
