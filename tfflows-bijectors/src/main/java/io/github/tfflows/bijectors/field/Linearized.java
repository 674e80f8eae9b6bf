package io.github.tfflows.bijectors.field;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.SquareMatrix;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A map {@code g} of vectors at the points of a batch: its value, and its Jacobian {@code J} as a
 * linear map of tangents. Products with {@code J} have gradients.
 *
 * @param value {@code g(x)}, shaped {@code [n, d]}
 * @param derivative the products with {@code J}
 */
public record Linearized(Expr value, Derivative derivative) {
  /** The Jacobian at each point. */
  @FunctionalInterface
  public interface Derivative {
    /**
     * Builds {@code J·t} at some of the points.
     *
     * @param tangents shaped {@code [m, k, d]}, or {@code [1, k, d]} if they are the same at all
     *     points
     * @param rows selects {@code m} rows of an array with one for each of the {@code n} points
     * @return shaped {@code [m, k, d]}
     */
    Expr times(Expr tangents, UnaryOperator<Expr> rows);

    /**
     * Builds {@code tr J} at all points, {@code [n]}; empty if it needs products with {@code J}.
     */
    default Optional<Expr> trace() {
      return Optional.empty();
    }
  }

  /**
   * Returns this map at some of the points, without evaluating it again.
   *
   * @param selected selects rows of an array with one for each point
   */
  public Linearized rows(UnaryOperator<Expr> selected) {
    return new Linearized(
        selected.apply(value),
        (tangents, rows) -> derivative.times(tangents, x -> rows.apply(selected.apply(x))));
  }

  /** Builds {@code J·t} for one tangent at each point, {@code [n, d]}. */
  public Expr along(Expr tangent) {
    return derivative.times(tangent.expand(1), all -> all).reshape(-1, value.size(-1));
  }

  /** Builds the transposed Jacobian: entry {@code [i, j]} is {@code dgⱼ/dxᵢ}, {@code [n, d, d]}. */
  public Expr jacobian() {
    return derivative.times(basis(), all -> all);
  }

  /** Builds the divergence {@code tr J}, {@code [n]}, from at most {@code d} products. */
  public Expr trace() {
    return derivative.trace().orElseGet(() -> jacobian().times(basis()).sum(1, 2));
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
    return SquareMatrix.identity(value.scope(), value.size(-1)).expand(0);
  }
}
