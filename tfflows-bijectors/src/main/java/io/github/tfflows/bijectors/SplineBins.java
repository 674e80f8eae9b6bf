package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The {@code K} bins of a rational-quadratic spline for each entry, from which it finds the one
 * that the entry falls into.
 *
 * @param scope the place in the graph to build in
 * @param bound the bins cover {@code [-bound, bound]} on both axes
 * @param sizes their widths and heights, {@code [2, K, ...]}
 * @param slopes the raw slopes at the inner knots, {@code [K - 1, ...]}
 * @param <T> the float type of the graph
 */
record SplineBins<T extends TFloating>(
    GraphScope<T> scope, double bound, Operand<T> sizes, Operand<T> slopes) {
  private static final double MIN_SLOPE = 1e-3;

  /** The raw slope whose slope is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - MIN_SLOPE));

  /** Finds the bins of points {@code x} in {@code (-bound, bound)}. */
  SplineBin<T> atX(Expr<T> x) {
    return picked(reached(x, ofAxis(0)));
  }

  /** Finds the bins of images {@code y} in {@code (-bound, bound)}. */
  SplineBin<T> atY(Expr<T> y) {
    return picked(reached(y, ofAxis(1)));
  }

  /** The widths for 0, the heights for 1, {@code [K, entries]}. */
  private Operand<T> ofAxis(int axis) {
    Ops tf = scope.tf();
    Operand<T> one = FirstAxis.slice(scope, tf.stopGradient(sizes), axis, 1);
    return tf.reshape(one, tf.array(bins(), -1));
  }

  private int bins() {
    return Math.toIntExact(sizes.shape().get(1));
  }

  /**
   * Marks with one each of the {@code K + 1} knots that is at or below the entry, {@code [K + 1,
   * ...]}. The knots come from one product with a triangular matrix; the outer two are put far
   * outside, so that rounding cannot leave an entry without a bin.
   */
  private Operand<T> reached(Expr<T> at, Operand<T> along) {
    Ops tf = scope.tf();
    int bins = bins();
    double[] start = new double[bins + 1];
    Arrays.fill(start, -bound);
    start[0] = -3 * bound;
    start[bins] = 3 * bound;
    Operand<T> knots =
        tf.math.add(
            tf.linalg.matMul(sumsBelow(bins), along), scope.constant(Shape.of(bins + 1, 1), start));
    long[] shape = slopes.shape().asArray();
    shape[0] = bins + 1L;
    Operand<TBool> below =
        tf.math.greaterEqual(tf.stopGradient(at), tf.reshape(knots, tf.constant(shape)));
    return tf.dtypes.cast(below, scope.type());
  }

  /** The matrix that sums the sizes below each inner knot, {@code [K + 1, K]}. */
  private Operand<T> sumsBelow(int bins) {
    double[] ones = new double[bins * (bins + 1)];
    for (int knot = 1; knot < bins; knot++) {
      Arrays.fill(ones, knot * bins, knot * bins + knot, 1);
    }
    return scope.constant(Shape.of(bins + 1, bins), ones);
  }

  /** Sums sizes over the bins passed, and takes those of the bin hit. */
  private SplineBin<T> picked(Operand<T> reached) {
    int bins = bins();
    Expr<T> passed = FirstAxis.slice(scope, reached, 1, bins);
    Expr<T> hit = FirstAxis.slice(scope, reached, 0, bins).minus(passed);
    List<Expr<T>> ends = totals(passed);
    List<Expr<T>> spans = totals(hit);
    return new SplineBin<>(
        scope,
        ends.get(0).minus(bound),
        ends.get(1).minus(bound),
        spans.get(0),
        spans.get(1),
        spans.get(1).over(spans.get(0)),
        slope(FirstAxis.slice(scope, hit, 1, bins - 1)),
        slope(FirstAxis.slice(scope, hit, 0, bins - 1)));
  }

  /** The slope at the marked inner knot; at an end of the interval none is marked: one. */
  private Expr<T> slope(Expr<T> knot) {
    return slope(scope, FirstAxis.sum(scope, knot.times(slopes)));
  }

  /** The slope that a raw one stands for. */
  static <T extends TFloating> Expr<T> slope(GraphScope<T> scope, Operand<T> raw) {
    return scope.expr(raw).plus(UNIT_SLOPE).softplus().plus(MIN_SLOPE);
  }

  /** The sums of the marked widths and of the marked heights. */
  private List<Expr<T>> totals(Expr<T> marks) {
    Ops tf = scope.tf();
    Operand<T> both = tf.reduceSum(marks.times(sizes), tf.constant(1));
    return tf.unstack(both, 2L).output().stream().map(scope::expr).toList();
  }
}
