package io.github.tfflows.core.graph;

import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.TriangularSolve;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Masks, inverses and determinants of square matrices.
 *
 * <p>TensorFlow's ops for inverses and determinants have no gradient in Java. Their results {@code
 * V = W⁻¹} and {@code log |det W₀|} therefore count as constants, and the {@linkplain
 * Expr#variation variation} {@code dW} carries the gradient:
 *
 * <pre>{@code
 * W⁻¹ = V - V·dW·V        log |det W| = log |det W₀| + tr(V·dW)
 * }</pre>
 */
public final class SquareMatrix {
  /**
   * The largest size of constants. Larger matrices are computed: constants in each function of a
   * model would take more memory than its weights.
   */
  private static final int LARGEST_CONSTANT = 32;

  /** Returns ones on the diagonal and zeros elsewhere. */
  public static Expr identity(GraphScope scope, int size) {
    return permutation(scope, IntStream.range(0, size).toArray());
  }

  /** Returns a one in each row, at the given place, and zeros elsewhere. */
  public static Expr permutation(GraphScope scope, int... places) {
    int size = places.length;
    if (size > LARGEST_CONSTANT) {
      Ops tf = scope.tf();
      Operand<TInt32> ones = tf.constant(places);
      return scope.expr(tf.oneHot(ones, tf.constant(size), scope.constant(1), scope.constant(0)));
    }
    double[] entries = new double[size * size];
    for (int i = 0; i < size; i++) {
      entries[i * size + places[i]] = 1;
    }
    return scope.constant(Shape.of(size, size), entries);
  }

  /** Returns ones below the diagonal and zeros elsewhere. */
  public static Expr below(GraphScope scope, int size) {
    return triangle(scope, size, -1);
  }

  /** Returns ones above the diagonal and zeros elsewhere. */
  public static Expr above(GraphScope scope, int size) {
    return triangle(scope, size, 1);
  }

  private static Expr triangle(GraphScope scope, int size, int side) {
    if (size > LARGEST_CONSTANT) {
      double[] places = IntStream.range(0, size).asDoubleStream().toArray();
      Expr columns = scope.constant(Shape.of(size), places);
      Expr rows = columns.expand(-1);
      return (side < 0 ? rows.greater(columns) : columns.greater(rows)).indicator();
    }
    double[] entries = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        entries[i * size + j] = Integer.signum(j - i) == side ? 1 : 0;
      }
    }
    return scope.constant(Shape.of(size, size), entries);
  }

  /** Builds {@code L⁻¹·b} without a gradient. */
  public static Expr solveLower(Expr lower, Expr b) {
    return solve(lower, b, true);
  }

  /** Builds {@code U⁻¹·b} without a gradient. */
  public static Expr solveUpper(Expr upper, Expr b) {
    return solve(upper, b, false);
  }

  private static Expr solve(Expr triangle, Expr b, boolean lower) {
    Operand<TFloating> solved =
        triangle
            .scope()
            .tf()
            .linalg
            .triangularSolve(triangle.stopGradient(), b, TriangularSolve.lower(lower));
    return triangle.scope().expr(solved).stopGradient();
  }

  /** Builds the inverse of a lower triangular matrix. */
  public static Expr inverseOfLower(Expr lower) {
    return inverse(lower, solveLower(lower, identity(lower.scope(), lower.size(-1))));
  }

  /** Builds the inverse of an upper triangular matrix. */
  public static Expr inverseOfUpper(Expr upper) {
    return inverse(upper, solveUpper(upper, identity(upper.scope(), upper.size(-1))));
  }

  public static Expr inverse(Expr w) {
    return inverse(w, constantInverse(w));
  }

  /** Builds the inverse, with its gradient, from its value {@code v}. */
  public static Expr inverse(Expr w, Expr v) {
    return v.minus(v.matMul(w.variation()).matMul(v));
  }

  /** Builds {@code log |det w|}. */
  public static Expr logDet(Expr w) {
    Expr value =
        w.scope()
            .expr(w.scope().tf().linalg.logMatrixDeterminant(w.stopGradient()).logAbsDeterminant())
            .stopGradient();
    return value.plus(constantInverse(w).transpose(1, 0).times(w.variation()).sum(0, 1));
  }

  private static Expr constantInverse(Expr w) {
    return w.scope().expr(w.scope().tf().linalg.inv(w.stopGradient())).stopGradient();
  }

  private SquareMatrix() {}
}
