package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.TriangularSolve;
import org.tensorflow.types.family.TFloating;

/**
 * An invertible matrix on the last axis: of the features of a vector, or of the channels of an
 * image, where it is the 1×1 convolution of Glow (Kingma and Dhariwal, 2018, arXiv:1807.03039,
 * section 3.2).
 *
 * <p>From the data to the base, the direction of training, it is one product, {@code x = W·y} for
 * each vector {@code y}; forward solves {@code y = W⁻¹·x}. Its factors are
 *
 * <pre>{@code W = P·L·(U + diag(sign·exp(s)))}</pre>
 *
 * <p>with {@code L} lower triangular with ones on its diagonal, {@code U} strictly upper triangular
 * (eq. 10), and the inverse's {@code log |det| = Σ s}, times h·w for images. The LU decomposition
 * of the starting matrix gives the constants {@code P} and {@code sign}, and the initial values of
 * {@code lower}, {@code upper} (only their strict triangles are used) and {@code log_scale}. {@code
 * s} beyond ±30 acts as ±30, with zero gradient there.
 *
 * @param size the number of features or channels, at least one
 * @param start the kind of matrix that it starts from
 * @param seed the seed of a random starting matrix
 */
public record InvertibleLinear(int size, Start start, long seed) implements Bijector {
  private static final double MAX_LOG_SCALE = 30;

  /** The matrix before training. */
  public enum Start {
    /** An orthogonal matrix, as in Glow: it mixes all features or channels with each other. */
    ORTHOGONAL,

    /**
     * A random permutation, as in neural spline flows for tables (Durkan et al., 2019,
     * arXiv:1906.04032, section 4): it leaves the features of a table, which mean something by
     * themselves, unmixed.
     */
    PERMUTATION,

    /** The permutation that reverses the order, so that the halves of a coupling take turns. */
    REVERSAL
  }

  /** The factors; {@code upper} includes the diagonal. */
  private record Factors(Expr permutation, Expr lower, Expr upper, Expr logScale) {
    /** Builds {@code W = P·L·U}. */
    Expr product() {
      return permutation.matMul(lower.matMul(upper));
    }
  }

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is below one
   */
  public InvertibleLinear {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
  }

  /**
   * Defines a matrix that starts orthogonal.
   *
   * @param size the number of features or channels, at least one
   * @param seed where the orthogonal matrix is drawn from
   * @throws IllegalArgumentException if the size is below one
   */
  public InvertibleLinear(int size, long seed) {
    this(size, Start.ORTHOGONAL, seed);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Factors factors = factors(scope);
    Expr y = x.matMul(inverse(scope, factors).transpose(1, 0)); // vectors are rows of x
    return new Mapped(y, logDet(x, factors.logScale().negated()));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Factors factors = factors(scope);
    return new Mapped(y.matMul(factors.product().transpose(1, 0)), logDet(y, factors.logScale()));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return EventShapes.requireLast(event, size, "an invertible matrix");
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return forwardEventShape(event);
  }

  private Factors factors(GraphScope scope) {
    Shape square = Shape.of(size, size);
    LuFactors start = LuFactors.of(matrix());
    double[] logs = Arrays.stream(start.diagonal()).map(d -> Math.log(Math.abs(d))).toArray();
    double[] signs = Arrays.stream(start.diagonal()).map(Math::signum).toArray();
    Expr lower = scope.parameter("lower", square, start.below()).times(mask(scope, -1));
    Expr upper = scope.parameter("upper", square, start.above()).times(mask(scope, 1));
    Expr s = scope.parameter("log_scale", Shape.of(size), logs).clip(-MAX_LOG_SCALE, MAX_LOG_SCALE);
    Expr diagonal = s.exp().times(scope.constant(Shape.of(size), signs));
    Expr identity = mask(scope, 0);
    return new Factors(
        scope.constant(square, start.permutation()),
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

  /**
   * Builds {@code W⁻¹ = U⁻¹·L⁻¹·Pᵀ}. A triangular solve has no gradient, so its result {@code V}
   * enters as a constant, and {@code V - V·(W - W₀)·V}, where {@code W₀} is {@code W} held
   * constant, has the value {@code V} and the gradient of the inverse, {@code -W⁻¹·dW·W⁻¹}, both
   * exactly.
   */
  private static Expr inverse(GraphScope scope, Factors factors) {
    Ops tf = scope.tf();
    Expr permuted = factors.permutation().transpose(1, 0);
    Operand<TFloating> solved =
        tf.linalg.triangularSolve(
            factors.lower().stopGradient(), permuted, TriangularSolve.lower(true));
    Expr v =
        scope
            .expr(
                tf.linalg.triangularSolve(
                    factors.upper().stopGradient(), solved, TriangularSolve.lower(false)))
            .stopGradient();
    Expr w = factors.product();
    Expr change = w.minus(w.stopGradient());
    return v.minus(v.matMul(change).matMul(v));
  }

  private static Expr logDet(Expr x, Expr s) {
    return s.sumLast().times(x.places()).forEachRowOf(x);
  }

  /** Ones on the diagonal for 0, above it for 1, below it for -1; zeros elsewhere. */
  private Expr mask(GraphScope scope, int side) {
    double[] entries = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        entries[i * size + j] = Integer.signum(j - i) == side ? 1 : 0;
      }
    }
    return scope.constant(Shape.of(size, size), entries);
  }
}
