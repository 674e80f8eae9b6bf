package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The {@code K} bins of a rational-quadratic spline for each entry, from which it finds the one
 * that the entry falls into.
 *
 * @param scope the place in the graph to build in
 * @param bound the bins cover {@code [-bound, bound]} on both axes
 * @param widths their sizes, {@code [..., K]}
 * @param heights the sizes of their images, {@code [..., K]}
 * @param slopes the raw slopes at the inner knots, {@code [..., K - 1]}
 * @param <T> the float type of the graph
 */
record SplineBins<T extends TFloating>(
    GraphScope<T> scope, double bound, Operand<T> widths, Operand<T> heights, Operand<T> slopes) {
  private static final double MIN_SLOPE = 1e-3;

  /** The raw slope whose slope is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - MIN_SLOPE));

  /** Finds the bins of points {@code x} in {@code (-bound, bound)}. */
  SplineBin<T> atX(Expr<T> x) {
    return picked(reached(x, widths));
  }

  /** Finds the bins of images {@code y} in {@code (-bound, bound)}. */
  SplineBin<T> atY(Expr<T> y) {
    return picked(reached(y, heights));
  }

  /**
   * Marks with one each of the {@code K + 1} knots that is at or below the entry, {@code [..., K +
   * 1]}. The knots come from one product with a triangular matrix; the outer two are put far
   * outside, so that rounding cannot leave an entry without a bin.
   */
  private Operand<T> reached(Expr<T> at, Operand<T> sizes) {
    Ops tf = scope.tf();
    int bins = LastAxis.size(sizes);
    Operand<T> rows = tf.reshape(tf.stopGradient(sizes), tf.array(-1, bins));
    double[] start = new double[bins + 1];
    Arrays.fill(start, -bound);
    start[0] = -3 * bound;
    start[bins] = 3 * bound;
    Operand<T> knots =
        tf.math.add(
            tf.linalg.matMul(rows, sumsBelow(bins)), scope.constant(Shape.of(bins + 1), start));
    long[] shape = sizes.shape().asArray();
    shape[0] = -1;
    shape[shape.length - 1] = bins + 1L;
    return tf.dtypes.cast(
        tf.math.greaterEqual(
            tf.expandDims(tf.stopGradient(at), tf.constant(-1)),
            tf.reshape(knots, tf.constant(shape))),
        scope.type());
  }

  /** The matrix that sums the sizes below each inner knot, {@code [K, K + 1]}. */
  private Operand<T> sumsBelow(int bins) {
    double[] ones = new double[bins * (bins + 1)];
    for (int below = 0; below < bins; below++) {
      Arrays.fill(ones, below * (bins + 1) + below + 1, below * (bins + 1) + bins, 1);
    }
    return scope.constant(Shape.of(bins, bins + 1), ones);
  }

  /** Sums sizes over the bins passed, and takes those of the bin hit. */
  private SplineBin<T> picked(Operand<T> reached) {
    int bins = LastAxis.size(widths);
    Expr<T> passed = LastAxis.slice(scope, reached, 1, bins);
    Expr<T> hit = LastAxis.slice(scope, reached, 0, bins).minus(passed);
    Expr<T> width = total(hit, widths);
    Expr<T> height = total(hit, heights);
    return new SplineBin<>(
        scope,
        total(passed, widths).minus(bound),
        total(passed, heights).minus(bound),
        width,
        height,
        height.over(width),
        slope(LastAxis.slice(scope, hit, 1, bins - 1)),
        slope(LastAxis.slice(scope, hit, 0, bins - 1)));
  }

  /** The slope at the marked inner knot; at an end of the interval none is marked: one. */
  private Expr<T> slope(Expr<T> knot) {
    return total(knot, slopes).plus(UNIT_SLOPE).softplus().plus(MIN_SLOPE);
  }

  private Expr<T> total(Expr<T> marks, Operand<T> values) {
    return LastAxis.sum(scope, marks.times(values));
  }
}
