package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
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
 * (eq. 10), and the inverse's {@code log |det| = Σ s}, times h·w for images. The permutation {@code
 * P} and the signs are constants, taken with the starting values of the parameters {@code lower},
 * {@code upper} (full matrices, of which only the strict triangle is used) and {@code log_scale}
 * from the matrix where {@code W} starts. {@code s} beyond ±30 acts as ±30, with zero gradient
 * there.
 *
 * @param size the number of features or channels, at least one
 * @param start the kind of matrix that it starts from
 * @param seed where that matrix is drawn from, if it is drawn
 */
public record InvertibleLinear(int size, Start start, long seed) implements Bijector {
  private static final double MAX_LOG_SCALE = 30;

  /** What the matrix is before training. */
  public enum Start {
    /** An orthogonal matrix, as in Glow: it mixes all features or channels with each other. */
    ORTHOGONAL,

    /**
     * A permutation drawn at random, as neural spline flows take for tables (Durkan et al., 2019,
     * arXiv:1906.04032, section 4): it leaves the features of a table, which mean something by
     * themselves, unmixed.
     */
    PERMUTATION,

    /** The permutation that reverses the order, so that the halves of a coupling take turns. */
    REVERSAL
  }

  /** The factors as they are: {@code upper} holds the diagonal too. */
  private record Factors<T extends TFloating>(
      Expr<T> permutation, Expr<T> lower, Expr<T> upper, Expr<T> logScale) {}

  /**
   * Checks the size.
   *
   * @param size see the record
   * @param start see the record
   * @param seed see the record
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
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Factors<T> factors = factors(scope);
    Operand<T> y = multiplied(scope, x, inverted(scope, factors));
    return new Mapped<>(y, logDet(scope, x, factors.logScale().negated()));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Factors<T> factors = factors(scope);
    Operand<T> x = multiplied(scope, y, product(scope, factors));
    return new Mapped<>(x, logDet(scope, y, factors.logScale()));
  }

  @Override
  public Shape eventShape(Shape event) {
    return LastAxis.require(event, size, "an invertible matrix of size " + size);
  }

  private <T extends TFloating> Factors<T> factors(GraphScope<T> scope) {
    Ops tf = scope.tf();
    Shape square = Shape.of(size, size);
    LuFactors start = LuFactors.of(matrix());
    double[] diagonal = start.diagonal();
    double[] logs = Arrays.stream(diagonal).map(d -> Math.log(Math.abs(d))).toArray();
    Expr<T> below = scope.expr(scope.parameter("lower", square, constant(start.below())));
    Expr<T> above = scope.expr(scope.parameter("upper", square, constant(start.above())));
    Operand<T> raw = scope.parameter("log_scale", Shape.of(size), constant(logs));
    Expr<T> s =
        scope.expr(tf.clipByValue(raw, scope.scalar(-MAX_LOG_SCALE), scope.scalar(MAX_LOG_SCALE)));
    double[] signs = Arrays.stream(diagonal).map(Math::signum).toArray();
    Expr<T> signed = s.exp().times(scope.constant(Shape.of(size), signs));
    Operand<T> identity = mask(scope, 0);
    return new Factors<>(
        scope.expr(scope.constant(square, start.permutation())),
        below.times(mask(scope, -1)).plus(identity),
        above.times(mask(scope, 1)).plus(signed.times(identity)),
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

  private static <T extends TFloating> Expr<T> product(GraphScope<T> scope, Factors<T> w) {
    Ops tf = scope.tf();
    return scope.expr(tf.linalg.matMul(w.permutation(), tf.linalg.matMul(w.lower(), w.upper())));
  }

  /**
   * Builds {@code W⁻¹ = U⁻¹·L⁻¹·Pᵀ}. A triangular solve has no gradient, so its result {@code V}
   * enters as a constant, and {@code V - V·(W - W₀)·V}, where {@code W₀} is {@code W} held
   * constant, has the value {@code V} and the gradient of the inverse, {@code -W⁻¹·dW·W⁻¹}, both
   * exactly.
   */
  private <T extends TFloating> Expr<T> inverted(GraphScope<T> scope, Factors<T> factors) {
    Ops tf = scope.tf();
    Operand<T> turned =
        tf.linalg.triangularSolve(
            tf.stopGradient(factors.lower()),
            tf.linalg.matMul(factors.permutation(), mask(scope, 0), MatMul.transposeA(true)),
            TriangularSolve.lower(true));
    Expr<T> v =
        scope.expr(
            tf.stopGradient(
                tf.linalg.triangularSolve(
                    tf.stopGradient(factors.upper()), turned, TriangularSolve.lower(false))));
    Expr<T> w = product(scope, factors);
    Operand<T> change = w.minus(tf.stopGradient(w));
    return v.minus(tf.linalg.matMul(tf.linalg.matMul(v, change), v));
  }

  /** Multiplies each vector: vectors are the rows of {@code x}, hence {@code x·matrixᵀ}. */
  private <T extends TFloating> Operand<T> multiplied(
      GraphScope<T> scope, Operand<T> x, Operand<T> matrix) {
    Ops tf = scope.tf();
    LastAxis.require(x.shape(), size, "an invertible matrix of size " + size);
    Operand<T> rows = tf.reshape(x, tf.array(-1, size));
    Operand<T> product = tf.linalg.matMul(rows, matrix, MatMul.transposeB(true));
    long[] shape = x.shape().asArray();
    shape[0] = -1;
    return tf.reshape(product, tf.constant(shape));
  }

  private static <T extends TFloating> Operand<T> logDet(
      GraphScope<T> scope, Operand<T> x, Operand<T> s) {
    Expr<T> perPlace = LastAxis.sum(scope, s);
    return scope.rowConstant(x, perPlace.times(LastAxis.places(x)));
  }

  /** Ones on the diagonal for 0, above it for 1, below it for -1; zeros elsewhere. */
  private <T extends TFloating> Operand<T> mask(GraphScope<T> scope, int side) {
    double[] entries = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        entries[i * size + j] = Integer.signum(j - i) == side ? 1 : 0;
      }
    }
    return scope.constant(Shape.of(size, size), entries);
  }

  private static <T extends TFloating> Initializer<T> constant(double[] entries) {
    return (tf, dims, type) -> tf.dtypes.cast(tf.reshape(tf.constant(entries), dims), type);
  }
}
