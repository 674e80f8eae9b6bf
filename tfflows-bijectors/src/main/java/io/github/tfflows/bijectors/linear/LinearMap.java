package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;

/**
 * A square matrix that maps the vectors along the last axis.
 *
 * @param matrix shaped {@code [d, d]}
 * @param logDet {@code log |det matrix|}, a number
 */
record LinearMap(Expr matrix, Expr logDet) {
  /** Builds {@code y = matrix·x} for each vector; log-determinants add up over vectors. */
  Mapped applyTo(Expr x) {
    return new Mapped(x.matMul(matrix.transpose(1, 0)), forEachVector(x, logDet));
  }

  /** Returns the log-determinants of events whose vectors all have the same log-determinant. */
  static Expr forEachVector(Expr x, Expr logDet) {
    return logDet.times(x.places()).forEachRowOf(x);
  }
}
