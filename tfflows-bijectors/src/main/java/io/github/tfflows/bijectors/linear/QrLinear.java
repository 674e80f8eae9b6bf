package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;

/**
 * A matrix in its QR decomposition on the last axis, {@code y = Q·R·x} (Hoogeboom et al., 2019,
 * arXiv:1901.11137): {@code Q} is a {@link Householder} product, {@code R} upper triangular with a
 * positive diagonal.
 *
 * <pre>{@code log |det dy/dx| = Σ s    with R = strictly_upper(upper) + diag(exp s)}</pre>
 *
 * <p>times h·w for images. The parameter {@code log_scale} is squashed, {@code s = a / (1 + |a| /
 * ln 1000)}. {@code R} starts as the identity, and so does {@code Q} for an even number of
 * reflections. As many reflections as the size, or one less, depending on the sign of the
 * determinant, reach every matrix whose {@code R} is within these bounds.
 *
 * @param size the number of features or channels, at least one
 * @param reflections the number of reflections of {@code Q}, at least one
 */
public record QrLinear(int size, int reflections) implements LastAxisMap {
  public QrLinear {
    Require.atLeast("size", size, 1);
    Require.atLeast("reflections", reflections, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr s = TriangularMatrix.logScale(scope, size);
    Mapped scaled = new LinearMap(TriangularMatrix.upper(scope, s), s.sumLast()).applyTo(x);
    return scaled.then(rotation().forward(scope.sub("rotation"), scaled.value()));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr s = TriangularMatrix.logScale(scope, size);
    Expr inverse = SquareMatrix.inverseOfUpper(TriangularMatrix.upper(scope, s));
    Mapped rotated = rotation().inverse(scope.sub("rotation"), y);
    return rotated.then(new LinearMap(inverse, s.sumLast().negated()).applyTo(rotated.value()));
  }

  private Householder rotation() {
    return new Householder(size, reflections);
  }
}
