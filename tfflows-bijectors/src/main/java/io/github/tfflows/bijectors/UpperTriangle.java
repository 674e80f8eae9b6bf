package io.github.tfflows.bijectors;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A trainable upper triangular matrix of a {@link Sylvester} flow. Its diagonal is a {@code tanh},
 * so that the product of two of them is at or above {@code -1 + 1e-4}.
 *
 * @param above its entries above the diagonal, {@code [m, m]}, and zeros
 * @param diagonal its diagonal, {@code [m]}
 */
record UpperTriangle(Expr above, Expr diagonal) {
  private static final double MAX_RAW = 1e3;
  private static final double MAX_DIAGONAL = Math.sqrt(1 - 1e-4);

  /** Builds the matrix from a parameter that starts uniform on {@code ±1/√m}. */
  static UpperTriangle of(GraphScope scope, String name, int size) {
    double reach = 1 / Math.sqrt(size);
    Initializer<TFloating> start = new RandomUniform<>(-reach, reach, scope.sub(name).seed());
    Expr raw = scope.parameter(name, Shape.of(size, size), start);
    return new UpperTriangle(
        raw.clip(-MAX_RAW, MAX_RAW).times(SquareMatrix.above(scope, size)),
        raw.times(SquareMatrix.identity(scope, size)).sum(0).tanh().times(MAX_DIAGONAL));
  }

  Expr times(Expr x) {
    return x.matMul(above.transpose(1, 0)).plus(x.times(diagonal));
  }
}
