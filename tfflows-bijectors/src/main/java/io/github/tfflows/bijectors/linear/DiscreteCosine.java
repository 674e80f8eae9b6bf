package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * The discrete cosine transform of the last axis, DCT-II with orthonormal rows (Ahmed, Natarajan
 * and Rao, 1974, IEEE Transactions on Computers C-23(1), 90-93), without parameters:
 *
 * <pre>{@code
 * y[k] = cₖ·Σ x[j]·cos(π·(j + ½)·k/d)    with c₀ = √(1/d) and cₖ = √(2/d) for k > 0
 * }</pre>
 *
 * <p>Its inverse is its transpose, DCT-III, and it preserves volume. A smooth sequence has few
 * large coefficients. It is a product with a {@code d × d} matrix, for sizes up to about a
 * thousand.
 *
 * @param size the number of entries, at least one
 */
public record DiscreteCosine(int size) implements Orthogonal {
  public DiscreteCosine {
    Require.atLeast("size", size, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return Mapped.preservingVolume(x.matMul(matrix(scope).transpose(1, 0)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return Mapped.preservingVolume(y.matMul(matrix(scope)));
  }

  private Expr matrix(GraphScope scope) {
    double[] entries = new double[size * size];
    for (int k = 0; k < size; k++) {
      double length = Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
      for (int j = 0; j < size; j++) {
        entries[k * size + j] = length * Math.cos(Math.PI * (j + 0.5) * k / size);
      }
    }
    return scope.constant(Shape.of(size, size), entries);
  }
}
