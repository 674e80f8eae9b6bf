package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;

/**
 * A matrix in its singular value decomposition on the last axis, {@code y = U·diag(exp s)·V·x},
 * where {@code U} and {@code V} are {@link Householder} products (Zhang et al., 2018,
 * arXiv:1803.09327). Neither direction solves a system of equations for each vector.
 *
 * <pre>{@code log |det dy/dx| = Σ s}</pre>
 *
 * <p>times h·w for images. The parameter {@code log_scale} is squashed, {@code s = a / (1 + |a| /
 * ln 1000)}, so that singular values stay within (1e-3, 1e3). It starts as the identity: {@code U}
 * and {@code V} start as the same reflections.
 *
 * @param size the number of features or channels, at least one
 * @param reflections the number of reflections of each of {@code U} and {@code V}, at least one
 */
public record SvdLinear(int size, int reflections) implements LastAxisMap {
  public SvdLinear {
    Require.atLeast("size", size, 1);
    Require.atLeast("reflections", reflections, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr s = TriangularMatrix.logScale(scope, size);
    Expr turned = rotation().forward(scope.sub("v"), x).value();
    Mapped y = rotation().forward(scope.sub("u"), turned.times(s.exp()));
    return new Mapped(y.value(), LinearMap.forEachVector(x, s.sumLast()));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr s = TriangularMatrix.logScale(scope, size).negated();
    Expr turned = rotation().inverse(scope.sub("u"), y).value();
    Mapped x = rotation().inverse(scope.sub("v"), turned.times(s.exp()));
    return new Mapped(x.value(), LinearMap.forEachVector(y, s.sumLast()));
  }

  private Householder rotation() {
    return new Householder(size, reflections);
  }
}
