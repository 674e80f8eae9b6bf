package io.github.tfflows.core.graph;

/**
 * Points mapped by a bijector, and the log-determinants, built in one pass.
 *
 * @param value the mapped points, shaped {@code [n, event...]}
 * @param logDet the logarithm of the absolute Jacobian determinant at each point, shaped {@code
 *     [n]}, in nats; from the three-argument methods of a scalar bijector, the log-slope of each
 *     entry, shaped like {@code value}
 */
public record Mapped(Expr value, Expr logDet) {
  /** Returns points mapped by a map that preserves volume. */
  public static Mapped preservingVolume(Expr value) {
    return new Mapped(value, value.scope().constant(0).forEachRowOf(value));
  }

  /** Returns the result of applying a further map to these points. The log-determinants add up. */
  public Mapped then(Mapped next) {
    return new Mapped(next.value, logDet.plus(next.logDet));
  }
}
