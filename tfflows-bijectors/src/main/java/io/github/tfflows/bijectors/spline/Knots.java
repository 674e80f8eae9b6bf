package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The knots of a spline for each entry. The {@code K} bins are between them.
 *
 * <p>The axis of the bins is the first one, along which slices, sums and broadcasts are contiguous
 * in memory; along a short last axis they are several times slower.
 *
 * @param bound the bins cover {@code [-bound, bound]} on both axes
 * @param sizes their widths and heights, {@code [2, K, ...]}
 */
record Knots(double bound, Expr sizes) {
  private static final double MIN_SLOPE = 1e-3;
  private static final double MAX_RAW_SLOPE = 1e3;

  /** The raw slope for a slope of one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - MIN_SLOPE));

  /** The least share of the interval for a bin. */
  static final double MIN_SHARE = 1e-3;

  /**
   * Checks the sizes of a spline: at most 500 bins, so that least shares take at most half of the
   * interval.
   */
  static void require(int bins, double bound) {
    Require.within("bins", bins, 2, 500);
    Require.positive("bound", bound);
  }

  /**
   * Maps entries in {@code [-bound, bound]} by a spline, and entries outside to themselves.
   * Products with ones and zeros are exact here, since both operands are finite, and several times
   * faster than selections.
   */
  static Mapped within(double bound, Expr x, Expr theta, BiFunction<Expr, Expr, Mapped> spline) {
    return asVector(
        x,
        theta,
        (entries, u) -> {
          Expr inside = entries.abs().less(bound).indicator();
          Mapped mapped = spline.apply(inside.times(entries), u);
          Expr outside = inside.complement().times(entries);
          return new Mapped(
              inside.times(mapped.value()).plus(outside), inside.times(mapped.logDet()));
        });
  }

  /**
   * Maps entries as one vector if their number of rows is known, as in a training step, and each
   * row has its own parameters. TensorFlow's gradient of a sum along the first of several axes is
   * ten times slower if the last axis is short.
   */
  static Mapped asVector(Expr x, Expr theta, BiFunction<Expr, Expr, Mapped> spline) {
    long[] shape = x.shape().asArray();
    boolean isKnown = shape[0] != Shape.UNKNOWN_SIZE && shape[0] == theta.shape().get(0);
    if (!isKnown || !x.scope().isDifferentiated()) {
      return spline.apply(x, theta);
    }
    Mapped mapped = spline.apply(x.reshape(-1), theta.reshape(-1, theta.size(-1)));
    return new Mapped(mapped.value().reshape(shape), mapped.logDet().reshape(shape));
  }

  /**
   * Moves the last axis of parameters to the front, and splits it into parts of the given sizes.
   */
  static List<Expr> parts(Expr theta, int... sizes) {
    int rank = theta.rank();
    int[] lastToFront = IntStream.range(0, rank).map(i -> i == 0 ? rank - 1 : i - 1).toArray();
    return theta.transpose(lastToFront).split(0, sizes);
  }

  /** Returns knots from raw widths and then raw heights, {@code [2·K, ...]}. */
  static Knots of(double bound, Expr raw) {
    long[] shape = raw.shape().asArray();
    long[] halved = new long[shape.length + 1];
    halved[0] = 2;
    halved[1] = shape[0] / 2;
    System.arraycopy(shape, 1, halved, 2, shape.length - 1);
    return new Knots(bound, shares(bound, raw.reshape(halved), 1));
  }

  /** Returns sizes that sum to {@code 2·bound} along the axis of the bins. */
  static Expr shares(double bound, Expr raw, int axis) {
    Expr weights = raw.minus(raw.maxAlong(axis).stopGradient()).exp();
    Expr total = weights.sum(axis).expand(axis);
    double free = 1 - MIN_SHARE * raw.size(axis);
    Expr share = raw.scope().constant(free * 2 * bound).over(total);
    return weights.times(share).plus(MIN_SHARE * 2 * bound);
  }

  /** Returns the positive slope for a raw slope; it is one for zero. */
  static Expr slope(Expr raw) {
    return raw.min(MAX_RAW_SLOPE).plus(UNIT_SLOPE).softplus().plus(MIN_SLOPE);
  }

  /** Finds the bins of points {@code x} in {@code (-bound, bound)}. */
  Bin atX(Expr x) {
    return select(knotsBelow(x, 0));
  }

  /** Finds the bins of images {@code y} in {@code (-bound, bound)}. */
  Bin atY(Expr y) {
    return select(knotsBelow(y, 1));
  }

  private int bins() {
    return sizes.size(1);
  }

  /**
   * Returns ones for the knots at or below the entry, {@code [K + 1, ...]}. The outer two knots are
   * placed far outside, so that every entry has a bin in spite of rounding.
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
    long[] both = sizes.shape().asArray();
    long[] shape = Arrays.copyOfRange(both, 1, both.length);
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

  private Bin select(Expr knotsBelow) {
    int bins = bins();
    Expr below = knotsBelow.slice(0, 1, bins);
    Expr own = knotsBelow.slice(0, 0, bins).minus(below);
    List<Expr> ends = totals(below);
    List<Expr> spans = totals(own);
    return new Bin(
        own, ends.get(0).minus(bound), ends.get(1).minus(bound), spans.get(0), spans.get(1));
  }

  private List<Expr> totals(Expr marks) {
    return marks.times(sizes).sum(1).entries(0);
  }
}
