package io.github.tfflows.bijectors.field;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * A map {@code g} of vectors at the points of a batch: its value, and its Jacobian {@code J} as a
 * linear map of tangents. Products with {@code J} have gradients.
 *
 * @param value {@code g(x)}, shaped {@code [n, d]}
 * @param derivative builds {@code J·t} for tangents shaped {@code [n, k, d]}, or {@code [1, k, d]}
 *     where they are the same at all points: the result is {@code [n, k, d]}
 */
public record Linearized(Expr value, UnaryOperator<Expr> derivative) {
  /** Builds {@code J·t} for one tangent at each point, {@code [n, d]}. */
  public Expr along(Expr tangent) {
    return derivative.apply(tangent.expand(1)).reshape(-1, value.size(-1));
  }

  /** Builds the transposed Jacobian: entry {@code [i, j]} is {@code dgⱼ/dxᵢ}, {@code [n, d, d]}. */
  public Expr jacobian() {
    return derivative.apply(basis());
  }

  /** Builds the divergence {@code tr J}, {@code [n]}, from {@code d} products. */
  public Expr trace() {
    return jacobian().times(basis()).sum(1, 2);
  }

  /**
   * Builds {@code ε·J·ε}, {@code [n]}, from one product. Its mean over random {@code ε} of unit
   * covariance is {@code tr J} (Hutchinson, 1990).
   *
   * @param probe {@code ε}, shaped {@code [n, d]}
   */
  public Expr trace(Expr probe) {
    return probe.times(along(probe)).sumLast();
  }

  private Expr basis() {
    return identity(value.scope(), value.size(-1)).expand(0);
  }

  /** Builds the unit matrix. */
  public static Expr identity(GraphScope scope, int size) {
    double[] entries = new double[size * size];
    for (int i = 0; i < size; i++) {
      entries[i * size + i] = 1;
    }
    return scope.constant(Shape.of(size, size), entries);
  }
}
