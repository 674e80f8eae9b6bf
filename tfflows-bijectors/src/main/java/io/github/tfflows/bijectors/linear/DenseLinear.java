package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import java.util.Arrays;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * An unconstrained matrix on the last axis, {@code y = W·x}. It maps the features of a vector, or
 * the channels of an image, where it is the 1×1 convolution of Glow with a full kernel (Kingma and
 * Dhariwal, 2018, arXiv:1807.03039, eq. 9). nflows calls it NaiveLinear.
 *
 * <pre>{@code log |det dy/dx| = log |det W|    with W = W₀ + change}</pre>
 *
 * <p>times h·w for images. {@code W₀} is a random orthogonal matrix and constant; the parameter
 * {@code change} starts at zero. A step costs {@code d³} for the inverse of {@code W}. TensorFlow
 * fails if {@code W} is singular; training avoids that, because the likelihood is zero there.
 * {@link InvertibleLinear} is invertible for all values of its parameters.
 *
 * @param size the number of features or channels, at least one
 * @param seed the seed of the orthogonal matrix
 */
public record DenseLinear(int size, long seed) implements LastAxisMap {
  public DenseLinear {
    Require.atLeast("size", size, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr w = matrix(scope);
    return new LinearMap(w, SquareMatrix.logDet(w)).applyTo(x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr w = matrix(scope);
    return new LinearMap(SquareMatrix.inverse(w), SquareMatrix.logDet(w).negated()).applyTo(y);
  }

  private Expr matrix(GraphScope scope) {
    Shape square = Shape.of(size, size);
    double[] start =
        Arrays.stream(OrthogonalMatrix.random(size, seed))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    return scope.constant(square, start).plus(scope.parameter("change", square, new Zeros<>()));
  }
}
