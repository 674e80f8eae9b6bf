package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.Expr;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The {@code K} bins of a rational-quadratic spline for each entry, among which it finds the one
 * that the entry falls into.
 *
 * <p>The axis of the bins is the first one: cuts, sums and broadcasts along it are contiguous in
 * memory; along a short last axis they would be several times slower.
 *
 * @param bound the bins cover {@code [-bound, bound]} on both axes
 * @param sizes their widths and heights, {@code [2, K, ...]}
 * @param slopes the raw slopes at the inner knots, {@code [K - 1, ...]}
 */
record SplineBins(double bound, Expr sizes, Expr slopes) {
  private static final double MIN_SLOPE = 1e-3;

  /** The raw slope whose slope is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - MIN_SLOPE));

  /** Finds the bins of points {@code x} in {@code (-bound, bound)}. */
  SplineBin atX(Expr x) {
    return select(knotsBelow(x, 0));
  }

  /** Finds the bins of images {@code y} in {@code (-bound, bound)}. */
  SplineBin atY(Expr y) {
    return select(knotsBelow(y, 1));
  }

  /** Returns the positive slope of an unconstrained one. */
  static Expr slope(Expr raw) {
    return raw.plus(UNIT_SLOPE).softplus().plus(MIN_SLOPE);
  }

  private int bins() {
    return sizes.size(1);
  }

  /**
   * Marks with one each of the {@code K + 1} knots that is at or below the entry, {@code [K + 1,
   * ...]}. The outer two knots are put far outside, so that rounding cannot leave an entry without
   * a bin.
   *
   * @param axis 0 for knots in {@code x}, 1 for their images
   */
  private Expr knotsBelow(Expr at, int axis) {
    int bins = bins();
    double[] start = new double[bins + 1];
    Arrays.fill(start, -bound);
    start[0] = -3 * bound;
    start[bins] = 3 * bound;
    Expr lengths = sizes.stopGradient().slice(0, axis, 1).reshape(bins, -1);
    Expr knots =
        sumsBelow().matMul(lengths).plus(at.scope().constant(Shape.of(bins + 1, 1), start));
    long[] shape = slopes.shape().asArray();
    shape[0] = bins + 1L;
    return at.stopGradient().atLeast(knots.reshape(shape)).indicator();
  }

  /** The matrix that sums the sizes below each inner knot, {@code [K + 1, K]}. */
  private Expr sumsBelow() {
    int bins = bins();
    double[] ones = new double[bins * (bins + 1)];
    for (int knot = 1; knot < bins; knot++) {
      Arrays.fill(ones, knot * bins, knot * bins + knot, 1);
    }
    return sizes.scope().constant(Shape.of(bins + 1, bins), ones);
  }

  /** Sums the sizes of the bins below an entry, and selects those of its own bin. */
  private SplineBin select(Expr knotsBelow) {
    int bins = bins();
    Expr below = knotsBelow.slice(0, 1, bins);
    Expr own = knotsBelow.slice(0, 0, bins).minus(below);
    List<Expr> ends = totals(below);
    List<Expr> spans = totals(own);
    return new SplineBin( // bin i lies between the inner knots i - 1 and i
        ends.get(0).minus(bound),
        ends.get(1).minus(bound),
        spans.get(0),
        spans.get(1),
        spans.get(1).over(spans.get(0)),
        slopeAt(own.slice(0, 1, bins - 1)),
        slopeAt(own.slice(0, 0, bins - 1)));
  }

  /** The slope at the marked inner knot, or one if none is marked: the slope of both ends. */
  private Expr slopeAt(Expr knot) {
    return slope(knot.times(slopes).sum(0));
  }

  /** The sums of the marked widths and of the marked heights. */
  private List<Expr> totals(Expr marks) {
    return marks.times(sizes).sum(1).entries(0);
  }
}
