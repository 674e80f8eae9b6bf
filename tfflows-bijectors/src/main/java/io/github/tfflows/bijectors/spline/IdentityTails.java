package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;

/** The identity outside of a spline on {@code [-bound, bound]}. */
final class IdentityTails {
  /** A spline or its inverse, with its log-slope. */
  @FunctionalInterface
  interface Inside {
    /** Maps entries within {@code (-bound, bound)}. */
    Mapped map(Expr at);
  }

  /**
   * Maps entries by a spline, and those outside of it to themselves. Products with ones and zeros
   * are as exact as selections here, since both operands are finite, and several times faster.
   */
  static Mapped around(double bound, Expr x, Inside spline) {
    Expr inside = x.abs().less(bound).indicator();
    Mapped mapped = spline.map(inside.times(x));
    Expr outside = inside.complement().times(x);
    return new Mapped(inside.times(mapped.value()).plus(outside), inside.times(mapped.logDet()));
  }

  private IdentityTails() {}
}
