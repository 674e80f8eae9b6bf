package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.graph.Expr;
import org.tensorflow.ndarray.Shape;

/** Positive shares along the last axis that sum to one. */
final class Simplex {
  private static final String MAP = "a map onto a simplex";

  /** Returns the shape of the shares for an event of real numbers. */
  static Shape above(Shape event) {
    return LastAxis.longer(event, 1, MAP);
  }

  /** Returns the shape of the real numbers for an event of shares. */
  static Shape below(Shape event) {
    return LastAxis.longer(event, -1, MAP);
  }

  /** Returns shares whose logarithm is finite. */
  static Expr positive(Expr shares) {
    return shares.max(shares.scope().limits().smallest());
  }

  /** Builds zero for shares that are, and minus infinity where one is negative, {@code [n]}. */
  static Expr logSupport(Expr shares) {
    return shares.atLeast(0).logIndicator().sumEvent();
  }

  private Simplex() {}
}
