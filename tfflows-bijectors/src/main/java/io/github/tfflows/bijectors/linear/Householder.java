package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.ndarray.Shape;

/**
 * A product of Householder reflections on the last axis, {@code y = Hₖ·...·H₁·x} with {@code H = I
 * - 2·v·vᵀ/|v|²} (Tomczak and Welling, 2016, arXiv:1611.09630). It is orthogonal and preserves
 * volume. {@code d} reflections reach every orthogonal matrix with the determinant {@code (-1)ᵈ}.
 * With fewer reflections, more directions stay unchanged.
 *
 * <p>All reflections together are two products with low-rank matrices, the compact form of
 * Schreiber and Van Loan (1989) with the triangular factor of Puglisi (1992). The rows of {@code V}
 * are the vectors {@code v} divided by their lengths, and
 *
 * <pre>{@code
 * H₁·...·Hₖ = I - Vᵀ·T·V    T⁻¹ = strictly_upper(V·Vᵀ) + I/2
 * }</pre>
 *
 * <p>The vectors start as unit vectors in pairs, {@code e₁, e₁, e₂, e₂, ...}: an even number of
 * reflections starts as the identity, an odd number as the change of one sign. Only directions
 * matter; a zero vector is the identity.
 *
 * @param size the number of features or channels, at least one
 * @param reflections their number {@code k}, at least one
 */
public record Householder(int size, int reflections) implements Orthogonal {
  /** A number below the squared norm of any nonzero vector, since its largest entry is 1 here. */
  private static final double MIN_SQUARED_NORM = 0.5;

  public Householder {
    Require.atLeast("size", size, 1);
    Require.atLeast("reflections", reflections, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr unit = unitVectors(scope);
    return reflected(x, unit, factor(unit));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr unit = unitVectors(scope);
    return reflected(y, unit, factor(unit).transpose(1, 0));
  }

  /** Vectors are rows of {@code x}, so that {@code x·T} stands for {@code Tᵀ·x}. */
  private static Mapped reflected(Expr x, Expr unit, Expr factor) {
    Expr along = x.matMul(unit.transpose(1, 0)).matMul(factor);
    return Mapped.preservingVolume(x.minus(along.matMul(unit)));
  }

  private Expr factor(Expr unit) {
    GraphScope scope = unit.scope();
    Expr products = unit.matMul(unit.transpose(1, 0));
    Expr half = SquareMatrix.identity(scope, reflections).times(0.5);
    return SquareMatrix.inverseOfUpper(
        products.times(SquareMatrix.above(scope, reflections)).plus(half));
  }

  private Expr unitVectors(GraphScope scope) {
    Expr v = scope.parameter("vectors", Shape.of(reflections, size), start());
    Expr scaled = v.over(v.unitAlong(-1, scope.limits().smallest()));
    Expr norm = scaled.square().sumLast().max(MIN_SQUARED_NORM).sqrt();
    return scaled.over(norm.expand(-1));
  }

  private double[] start() {
    double[] vectors = new double[reflections * size];
    for (int i = 0; i < reflections; i++) {
      vectors[i * size + i / 2 % size] = 1;
    }
    return vectors;
  }
}
