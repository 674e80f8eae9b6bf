package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * An invertible matrix on the last axis. It maps the features of a vector, or the channels of an
 * image, where it is the 1×1 convolution of Glow (Kingma and Dhariwal, 2018, arXiv:1807.03039,
 * section 3.2).
 *
 * <p>From the data to the base, the direction of training, it is the product {@code x = W·y} for
 * each vector {@code y}; forward solves {@code y = W⁻¹·x}. The factors are
 *
 * <pre>{@code W = P·L·(U + diag(sign·exp(s)))}</pre>
 *
 * <p>with {@code L} lower triangular with ones on its diagonal, {@code U} strictly upper triangular
 * (eq. 10), and the inverse's {@code log |det| = Σ s}, times h·w for images. The LU decomposition
 * of the starting matrix gives the constants {@code P} and {@code sign}, and the initial values of
 * {@code lower}, {@code upper} (only their strict triangles are used) and {@code log_scale}. {@code
 * s} is clipped to ±30.
 *
 * @param size the number of features or channels, at least one
 * @param start the kind of the initial matrix
 * @param seed the seed of a random starting matrix
 */
public record InvertibleLinear(int size, Start start, long seed) implements LastAxisMap {
  private static final double MAX_LOG_SCALE = 30;

  /** The matrix before training. */
  public enum Start {
    /** An orthogonal matrix, as in Glow: it mixes all features or channels with each other. */
    ORTHOGONAL,

    /**
     * A random permutation, as in neural spline flows for tables (Durkan et al., 2019,
     * arXiv:1906.04032, section 4): at first it does not mix the features of a table.
     */
    PERMUTATION,

    /** The reversal, so that the halves of a coupling alternate. */
    REVERSAL
  }

  /** The factors; {@code upper} includes the diagonal. */
  private record Factors(Expr permutation, Expr lower, Expr upper, Expr logScale) {
    Expr product() {
      return permutation.matMul(lower.matMul(upper));
    }
  }

  public InvertibleLinear {
    Require.atLeast("size", size, 1);
  }

  /**
   * Defines a matrix that starts orthogonal.
   *
   * @param size the number of features or channels, at least one
   */
  public InvertibleLinear(int size, long seed) {
    this(size, Start.ORTHOGONAL, seed);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Factors factors = factors(scope);
    return new LinearMap(inverse(factors), factors.logScale().negated().sumLast()).applyTo(x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Factors factors = factors(scope);
    return new LinearMap(factors.product(), factors.logScale().sumLast()).applyTo(y);
  }

  /** A matrix of one number keeps its initial sign. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    if (size > 1) {
      return Monotonicity.NONE;
    }
    return matrix()[0][0] > 0 ? Monotonicity.INCREASING : Monotonicity.DECREASING;
  }

  private Factors factors(GraphScope scope) {
    Shape square = Shape.of(size, size);
    LuFactors start = LuFactors.of(matrix());
    double[] logs = Arrays.stream(start.diagonal()).map(d -> Math.log(Math.abs(d))).toArray();
    double[] signs = Arrays.stream(start.diagonal()).map(Math::signum).toArray();
    Expr lower =
        scope.parameter("lower", square, start.below()).times(SquareMatrix.below(scope, size));
    Expr upper =
        scope.parameter("upper", square, start.above()).times(SquareMatrix.above(scope, size));
    Expr s = scope.parameter("log_scale", Shape.of(size), logs).clip(-MAX_LOG_SCALE, MAX_LOG_SCALE);
    Expr diagonal = s.exp().times(scope.constant(Shape.of(size), signs));
    Expr identity = SquareMatrix.identity(scope, size);
    return new Factors(
        SquareMatrix.permutation(scope, start.places()),
        lower.plus(identity),
        upper.plus(diagonal.times(identity)),
        s);
  }

  private double[][] matrix() {
    return switch (start) {
      case ORTHOGONAL -> OrthogonalMatrix.random(size, seed);
      case PERMUTATION -> matrix(Permutation.random(size, seed).order());
      case REVERSAL -> matrix(Permutation.reverse(size).order());
    };
  }

  private double[][] matrix(List<Integer> order) {
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      matrix[i][order.get(i)] = 1;
    }
    return matrix;
  }

  private static Expr inverse(Factors factors) {
    Expr permuted = factors.permutation().transpose(1, 0);
    Expr solved = SquareMatrix.solveLower(factors.lower(), permuted);
    return SquareMatrix.inverse(
        factors.product(), SquareMatrix.solveUpper(factors.upper(), solved));
  }
}
