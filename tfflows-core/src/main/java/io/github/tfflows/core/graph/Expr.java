package io.github.tfflows.core.graph;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * An array of the graph's float type that reads like mathematics, {@code x.times(s.exp()).plus(t)},
 * and can be passed wherever TensorFlow expects an operand.
 *
 * <p>Operations on two arrays broadcast as TensorFlow does. In a loop, one of them may be an array
 * of the surrounding graph.
 */
public final class Expr implements Operand<TFloating> {
  /** The largest logarithm of a scale or slope that comes from a network, {@code ln 1000}. */
  public static final double LARGEST_LOG = Math.log(1e3);

  private final GraphScope scope;
  private final Operand<TFloating> self;

  Expr(GraphScope scope, Operand<TFloating> self) {
    this.scope = scope;
    this.self = self;
  }

  /** Returns the place in the graph where the array was built. */
  public GraphScope scope() {
    return scope;
  }

  // Arithmetic

  /** Returns {@code this + other}. */
  public Expr plus(Expr other) {
    return with(tf -> tf.math::add, other);
  }

  /** Returns {@code this + other}. */
  public Expr plus(double other) {
    return plus(scope.constant(other));
  }

  /** Returns {@code this - other}. */
  public Expr minus(Expr other) {
    return with(tf -> tf.math::sub, other);
  }

  /** Returns {@code this - other}. */
  public Expr minus(double other) {
    return minus(scope.constant(other));
  }

  /** Returns {@code this · other}, entry by entry. */
  public Expr times(Expr other) {
    return with(tf -> tf.math::mul, other);
  }

  /** Returns {@code this · other}. */
  public Expr times(double other) {
    return times(scope.constant(other));
  }

  /** Returns {@code this / other}, entry by entry. */
  public Expr over(Expr other) {
    return with(tf -> tf.math::div, other);
  }

  /** Returns the larger of both, entry by entry. */
  public Expr max(Expr other) {
    return with(tf -> tf.math::maximum, other);
  }

  /** Returns the larger of both, entry by entry. */
  public Expr max(double other) {
    return max(scope.constant(other));
  }

  /** Returns the smaller of both, entry by entry. */
  public Expr min(Expr other) {
    return with(tf -> tf.math::minimum, other);
  }

  /** Returns the smaller of both, entry by entry. */
  public Expr min(double other) {
    return min(scope.constant(other));
  }

  /** Clips entries to {@code [low, high]}, with zero gradient outside. */
  public Expr clip(double low, double high) {
    // Python cannot differentiate the op ClipByValue in an exported function.
    return max(low).min(high);
  }

  /** Returns {@code -this}. */
  public Expr negated() {
    return with(tf().math::neg);
  }

  /** Returns {@code 1 - this}. */
  public Expr complement() {
    return scope.constant(1).minus(this);
  }

  // Functions of each entry

  /** Returns {@code this²}. */
  public Expr square() {
    return with(tf().math::square);
  }

  public Expr sqrt() {
    return with(tf().math::sqrt);
  }

  public Expr abs() {
    return with(tf().math::abs);
  }

  /** Rounds down. It has no gradient. */
  public Expr floor() {
    return with(tf().math::floor);
  }

  /** Returns {@code e} to the power of this. */
  public Expr exp() {
    return with(tf().math::exp);
  }

  /** Returns {@code exp(this) - 1}, precise near zero. */
  public Expr expm1() {
    return with(tf().math::expm1);
  }

  public Expr log() {
    return with(tf().math::log);
  }

  /** Returns {@code log(1 + this)}, precise near zero. */
  public Expr log1p() {
    return with(tf().math::log1p);
  }

  /** Returns {@code log(1 + exp(this))}, finite for every finite entry. */
  public Expr softplus() {
    return with(tf().math::softplus);
  }

  /** Returns {@code 1 / (1 + exp(-this))}. */
  public Expr sigmoid() {
    return with(tf().math::sigmoid);
  }

  public Expr tanh() {
    return with(tf().math::tanh);
  }

  public Expr sinh() {
    return with(tf().math::sinh);
  }

  public Expr asinh() {
    return with(tf().math::asinh);
  }

  public Expr sin() {
    return with(tf().math::sin);
  }

  public Expr cos() {
    return with(tf().math::cos);
  }

  /** Returns the angle within ±π/2 whose sine this is. */
  public Expr asin() {
    return with(tf().math::asin);
  }

  /** Returns the angle from 0 to π whose cosine this is. */
  public Expr acos() {
    return with(tf().math::acos);
  }

  /** Returns {@code log |Γ(this)|}. */
  public Expr logGamma() {
    return with(tf().math::lgamma);
  }

  /** Returns the derivative of {@link #logGamma}, for positive numbers. */
  public Expr digamma() {
    return with(tf().math::digamma);
  }

  /**
   * Returns the regularized incomplete gamma function {@code P(this, x)} for {@code x ≥ 0}. It has
   * no gradient by this.
   */
  public Expr incompleteGamma(Expr x) {
    return with(tf -> tf.math::igamma, x);
  }

  /** Returns {@code 1 - P(this, x)}, precise for small results. It has no gradient by this. */
  public Expr incompleteGammaComplement(Expr x) {
    return with(tf -> tf.math::igammac, x);
  }

  /**
   * Returns the regularized incomplete beta function {@code I(this; a, b)} for numbers in [0, 1].
   * The parameters broadcast to them. It has no gradient by the parameters.
   */
  public Expr incompleteBeta(Expr a, Expr b) {
    // The op does not broadcast.
    return with(x -> tf().math.betainc(a.broadcastLike(this).self, b.broadcastLike(this).self, x));
  }

  /** Returns {@code 1 - erf(this)}, precise where that is small. It has no gradient. */
  public Expr erfc() {
    return with(tf().math::erfc);
  }

  /**
   * Returns the quantile of the standard normal distribution at this probability. XLA loses the
   * digits of small probabilities, and returns negative infinity below 3e-8 in single precision.
   */
  public Expr ndtri() {
    return with(tf().math::ndtri);
  }

  /** Returns {@code bound·this / (bound + |this|)}: within ±bound, with slope one at zero. */
  public Expr squash(double bound) {
    return over(abs().times(1 / bound).plus(1));
  }

  /**
   * Squashes the logarithm of a scale or slope, {@code u / (1 + |u| / ln 1000)}, so that its
   * exponential stays within {@code (1e-3, 1e3)} for any output of a network.
   */
  public Expr squashedLog() {
    return squash(LARGEST_LOG);
  }

  /** Squashes a logarithm so that its exponential stays within {@code (1/largest, largest)}. */
  public Expr squashedLog(double largest) {
    return squash(Math.log(largest));
  }

  // Gradients

  /**
   * Returns the same values as constants, through which no gradient flows; nor does one through
   * loops.
   */
  public Expr stopGradient() {
    return isInLoop() ? this : with(tf()::stopGradient);
  }

  private boolean isInLoop() {
    return LoopGraph.depth(scope.parameters()) > 0;
  }

  /**
   * Returns zeros with the gradient of this array: its variation {@code dx}. A slope times the
   * variation, added to a value, gives that value a gradient:
   *
   * <pre>{@code
   * y = constant + slope · (x - x₀)      x₀ is x held constant, so that the term is zero
   * dy/dx = slope
   * }</pre>
   *
   * <p>Bijectors need this if a value comes from an op without a gradient, such as a matrix
   * inverse, or from an algorithm whose steps should not be differentiated, such as a root search.
   * The usual way would be a custom gradient, but TensorFlow for Java supports only ten of them in
   * a process, and none on Windows. A term of value zero needs neither registration nor native
   * code, and survives an export.
   *
   * <p>Only first derivatives are right. Hold the slope constant, as {@link #withSlope} does: a
   * second derivative then ignores the change of the slope, instead of counting it twice. Entries
   * must be finite, since the difference of two infinities is NaN.
   */
  public Expr variation() {
    return minus(stopGradient());
  }

  /**
   * Adds {@code slope · dx} to the gradient, and nothing to the values (see {@link #variation}).
   *
   * @param slope the derivative of these values by {@code x}, entry by entry; held constant
   */
  public Expr withSlope(Expr slope, Expr x) {
    return isInLoop() ? this : plus(slope.stopGradient().times(x.variation()));
  }

  /** Returns these values with the gradient of another array: a straight-through estimate. */
  public Expr withGradientOf(Expr other) {
    return isInLoop() ? this : stopGradient().plus(other.variation());
  }

  /** Clips entries to {@code [low, high]}, and keeps their gradient. */
  public Expr clipStraightThrough(double low, double high) {
    return clip(low, high).withGradientOf(this);
  }

  /**
   * Returns the largest absolute value along an axis, which keeps its place with size one. Vectors
   * in this unit have squares that do not overflow. It has no gradient; a result that does not
   * depend on the unit, such as a direction, has the right gradient nevertheless.
   *
   * @param atLeast the smallest unit
   */
  public Expr unitAlong(int axis, double atLeast) {
    return abs().maxAlong(axis).max(atLeast).stopGradient();
  }

  /** Returns zeros of the same shape. */
  public Expr zeros() {
    return with(tf()::zerosLike);
  }

  // Comparisons

  /** Returns where {@code this > other}. */
  public Condition greater(Expr other) {
    GraphScope at = scope.inner(other.scope);
    return at.condition(at.tf().math.greater(at.expr(self), at.expr(other.self)));
  }

  /** Returns where {@code this > other}. */
  public Condition greater(double other) {
    return greater(scope.constant(other));
  }

  /** Returns where {@code this < other}. */
  public Condition less(Expr other) {
    return other.greater(this);
  }

  /** Returns where {@code this < other}. */
  public Condition less(double other) {
    return less(scope.constant(other));
  }

  /** Returns where {@code this ≥ other}. */
  public Condition atLeast(Expr other) {
    GraphScope at = scope.inner(other.scope);
    return at.condition(at.tf().math.greaterEqual(at.expr(self), at.expr(other.self)));
  }

  /** Returns where {@code this ≥ other}. */
  public Condition atLeast(double other) {
    return atLeast(scope.constant(other));
  }

  /** Returns where {@code this ≤ other}. */
  public Condition atMost(Expr other) {
    return other.atLeast(this);
  }

  // Along axes: an axis counts from the front, or from the back if it is negative (-1 is the last)

  /** Sums every axis but the first, the batch. */
  public Expr sumEvent() {
    return sum(IntStream.range(1, rank()).toArray());
  }

  /** Sums over the last axis. */
  public Expr sumLast() {
    return sum(-1);
  }

  /** Sums over axes, which disappear. */
  public Expr sum(int... axes) {
    return scope.expr(tf().reduceSum(self, axes(axes)));
  }

  public Expr cumulativeSum(int axis) {
    return scope.expr(tf().math.cumsum(self, tf().constant(fromFront(axis))));
  }

  /** Returns the mean over axes, which disappear. */
  public Expr mean(int... axes) {
    return scope.expr(tf().math.mean(self, tf().array(axes)));
  }

  /** Returns the largest entry along an axis, which keeps its place with size one. */
  public Expr maxAlong(int axis) {
    return scope.expr(tf().reduceMax(self, tf().array(axis), ReduceMax.keepDims(true)));
  }

  /** Returns {@code log Σ exp(aₖ)} over the last axis; minus infinity where every {@code aₖ} is. */
  public Expr logSumExpLast() {
    Expr largest = maxAlong(-1).stopGradient();
    Expr sum = this.minus(largest.max(-Float.MAX_VALUE)).exp().sumLast();
    return sum.max(1).log().plus(largest.sumLast()); // below one it is zero, of minus infinities
  }

  /**
   * Builds {@code x - log(Σ exp(x))} along the last axis. The largest number is subtracted first,
   * so that the exponentials add up to one, however large the numbers are. This holds even if XLA
   * fuses the difference with the product that the numbers come from.
   */
  public Expr logSoftmaxLast() {
    Expr below = minus(maxAlong(-1).stopGradient());
    return below.minus(below.logSumExpLast().expand(-1));
  }

  /**
   * Multiplies the vectors along the last axis by a matrix, {@code [..., a]} to {@code [..., b]}.
   */
  public Expr matMul(Expr matrix) {
    if (rank() == 2) {
      return with(tf -> tf.linalg::matMul, matrix);
    }
    long[] sizes = shape().asArray();
    sizes[0] = -1;
    long inputs = sizes[sizes.length - 1];
    sizes[sizes.length - 1] = matrix.shape().get(-1);
    return reshape(-1, inputs).matMul(matrix).reshape(sizes);
  }

  /**
   * Returns the number of entries along an axis.
   *
   * @throws IllegalArgumentException if it is unknown
   */
  public int size(int axis) {
    long size = rank() == 0 ? Shape.UNKNOWN_SIZE : shape().get(axis);
    if (size == Shape.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "expected a known size of axis %s, got an array of shape %s".formatted(axis, shape()));
    }
    return Math.toIntExact(size);
  }

  /** Builds the number of rows, a scalar. */
  public Operand<TInt32> rowCount() {
    Operand<TInt32> first = tf().slice(tf().shape(self), tf().array(0), tf().array(1));
    return tf().reshape(first, tf().constant(new int[0]));
  }

  /**
   * Returns the number of vectors along the last axis of an event: 1 for vectors, h·w for images.
   */
  public int places() {
    return IntStream.range(1, rank() - 1).map(this::size).reduce(1, Math::multiplyExact);
  }

  /** Returns {@code size} entries of an axis, from {@code from} on. */
  public Expr slice(int axis, int from, int size) {
    int[] begin = new int[rank()];
    int[] sizes = new int[rank()];
    Arrays.fill(sizes, -1);
    begin[fromFront(axis)] = from;
    sizes[fromFront(axis)] = size;
    return scope.expr(tf().slice(self, tf().constant(begin), tf().constant(sizes)));
  }

  /** Returns one entry of the last axis, without the axis. */
  public Expr entry(int index) {
    return scope.expr(tf().squeeze(slice(-1, index, 1), Squeeze.axis(List.of(-1L))));
  }

  /** Returns all entries of an axis, each without the axis. */
  public List<Expr> entries(int axis) {
    return tf()
        .unstack(self, (long) size(axis), Unstack.axis((long) fromFront(axis)))
        .output()
        .stream()
        .map(scope::expr)
        .toList();
  }

  /** Splits an axis into consecutive parts of the given sizes. */
  public List<Expr> split(int axis, int... sizes) {
    if (sizes.length == 1) { // a split into one has no gradient in TensorFlow
      return List.of(this);
    }
    long parts = sizes.length;
    return tf()
        .splitV(self, tf().constant(sizes), tf().constant(fromFront(axis)), parts)
        .output()
        .stream()
        .map(scope::expr)
        .toList();
  }

  /**
   * Returns the entries in another shape; one size may be -1, which is computed from the others.
   */
  public Expr reshape(long... sizes) {
    return scope.expr(tf().reshape(self, tf().constant(sizes)));
  }

  /** Splits the last axis into two, whose sizes multiply to its size. */
  public Expr splitLast(long first, long second) {
    long[] shape = shape().asArray();
    long[] sizes = Arrays.copyOf(shape, shape.length + 1);
    sizes[0] = -1;
    sizes[shape.length - 1] = first;
    sizes[shape.length] = second;
    return reshape(sizes);
  }

  /** Adds an axis of size one. */
  public Expr expand(int axis) {
    return scope.expr(tf().expandDims(self, tf().constant(axis)));
  }

  /** Returns the array with its axes in another order. */
  public Expr transpose(int... order) {
    return scope.expr(tf().linalg.transpose(self, tf().constant(order)));
  }

  /** Selects entries of an axis by index, in the given order. */
  public Expr gather(int axis, int... indices) {
    return scope.expr(tf().gather(self, tf().constant(indices), tf().constant(fromFront(axis))));
  }

  /** Returns each entry of the first axis several times in succession. */
  public Expr repeated(int times) {
    long[] sizes = shape().asArray();
    sizes[0] = -1;
    long[] ones = new long[rank() + 1];
    Arrays.fill(ones, 1);
    ones[1] = times;
    return expand(1).plus(scope.constant(Shape.of(ones), new double[times])).reshape(sizes);
  }

  /** Selects entries of the first axis by index. */
  public Expr rows(Operand<TInt32> indices) {
    return scope.expr(tf().gather(self, indices, tf().constant(0)));
  }

  /** Adds to one entry of the first axis. */
  public Expr plusRow(Operand<TInt32> index, Expr row) {
    Operand<TInt32> at = tf().reshape(index, tf().array(1, 1));
    return scope.expr(tf().tensorScatterNdAdd(self, at, row.expand(0)));
  }

  public Expr reverse(int axis) {
    return scope.expr(tf().reverse(self, tf().array(fromFront(axis))));
  }

  /**
   * Selects one of several arrays at each entry. This array holds their indices, from zero, which
   * are rounded down and broadcast.
   */
  public Expr choose(List<Expr> among) {
    Expr chosen = among.get(0);
    for (int k = 1; k < among.size(); k++) {
      chosen = atLeast(k).select(among.get(k), chosen);
    }
    return chosen;
  }

  /** Returns one number for each row of {@code x}, {@code [n, ...]}, as {@code [n, 1, ...]}. */
  public Expr alongRowsOf(Expr x) {
    long[] sizes = new long[x.rank()];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    return reshape(sizes);
  }

  /** Broadcasts this array to the shape of another one. */
  public Expr broadcastLike(Expr other) {
    return broadcast(other, (tf, shape) -> shape);
  }

  /** Repeats this number for each row of {@code x}, {@code [n, ...]}: the result is {@code [n]}. */
  public Expr forEachRowOf(Expr x) {
    return broadcast(x, (tf, shape) -> first(tf, shape, 1));
  }

  /**
   * Repeats this array for each vector along the last axis of {@code x}: {@code [b]} and {@code [n,
   * ..., a]} give {@code [n, ..., b]}.
   */
  public Expr forEachVectorOf(Expr x) {
    int places = x.rank() - 1;
    int last = size(-1);
    return broadcast(
        x,
        (tf, shape) ->
            tf.concat(List.of(first(tf, shape, places), tf.array(last)), tf.constant(0)));
  }

  private Expr broadcast(Expr like, BiFunction<Ops, Operand<TInt32>, Operand<TInt32>> sizes) {
    GraphScope at = scope.inner(like.scope);
    Operand<TInt32> shape = at.tf().shape(at.expr(like));
    return at.expr(at.tf().broadcastTo(at.expr(self), sizes.apply(at.tf(), shape)));
  }

  /** From this op TensorFlow infers known sizes, from {@code Slice} it does not. */
  private static Operand<TInt32> first(Ops tf, Operand<TInt32> shape, int axes) {
    return tf.stridedSlice(shape, tf.array(0), tf.array(axes), tf.array(1));
  }

  private Operand<TInt32> axes(int... axes) {
    return axes.length == 1 ? tf().constant(axes[0]) : tf().constant(axes);
  }

  /** TensorFlow's gradients of some ops fail for negative axes. */
  int fromFront(int axis) {
    return Math.floorMod(axis, rank());
  }

  @Override
  public Output<TFloating> asOutput() {
    return self.asOutput();
  }

  @Override
  public Operation op() {
    return self.op();
  }

  private Expr with(UnaryOperator<Operand<TFloating>> op) {
    return scope.expr(op.apply(self));
  }

  /** Builds the op at the deeper of both places: in a loop rather than in the graph around it. */
  private Expr with(Function<Ops, BinaryOperator<Operand<TFloating>>> op, Expr other) {
    GraphScope at = scope.inner(other.scope);
    return at.expr(op.apply(at.tf()).apply(at.expr(self), at.expr(other.self)));
  }

  private Ops tf() {
    return scope.tf();
  }
}
