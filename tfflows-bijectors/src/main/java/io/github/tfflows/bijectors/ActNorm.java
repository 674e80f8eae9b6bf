package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Activation normalisation, {@code y = x·exp(s) + t} with one {@code (s, t)} for each entry of the
 * last axis: a feature of a vector or a channel of an image (Kingma and Dhariwal, 2018,
 * arXiv:1807.03039, section 3.1). {@code log |det|} is the sum of {@code s}, times h·w for images.
 *
 * <p>The first batch of training sets both so that its image has mean zero and variance one per
 * channel, in the direction that training runs: {@code t = mean(y), s = log(std(y) + 1e-6)} for the
 * inverse, {@code s = -log(std(x) + 1e-6), t = -mean(x)·exp(s)} for forward; a channel that is
 * constant in that batch, with a deviation below 1e-6, keeps its scale. From then on they are
 * ordinary parameters. {@code s} beyond ±30 acts as ±30, with zero gradient there.
 */
public record ActNorm() implements Bijector {
  private static final double MIN_DEVIATION = 1e-6;
  private static final double MAX_LOG_SCALE = 30;

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Expr<T> s = logScale(scope, x, () -> logDeviation(scope, x).negated());
    Expr<T> t = shift(scope, x, () -> mean(scope, x).times(s.exp()).negated());
    return new Mapped<>(scope.expr(x).times(s.exp()).plus(t), logDet(scope, x, s));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Expr<T> s = logScale(scope, y, () -> logDeviation(scope, y));
    Expr<T> t = shift(scope, y, () -> mean(scope, y));
    Expr<T> minusS = s.negated();
    return new Mapped<>(scope.expr(y).minus(t).times(minusS.exp()), logDet(scope, y, minusS));
  }

  private static <T extends TFloating> Expr<T> logScale(
      GraphScope<T> scope, Operand<T> x, Supplier<Operand<T>> first) {
    Operand<T> s = scope.dataDependent("log_scale", Shape.of(LastAxis.size(x)), first);
    return scope.expr(
        scope.tf().clipByValue(s, scope.scalar(-MAX_LOG_SCALE), scope.scalar(MAX_LOG_SCALE)));
  }

  private static <T extends TFloating> Expr<T> shift(
      GraphScope<T> scope, Operand<T> x, Supplier<Operand<T>> first) {
    return scope.expr(scope.dataDependent("shift", Shape.of(LastAxis.size(x)), first));
  }

  private static <T extends TFloating> Operand<T> logDet(
      GraphScope<T> scope, Operand<T> x, Operand<T> s) {
    Ops tf = scope.tf();
    Expr<T> perPlace = scope.expr(tf.reduceSum(s, tf.constant(0), ReduceSum.keepDims(false)));
    return scope.rowConstant(x, perPlace.times(LastAxis.places(x)));
  }

  /** The mean over the batch and all places, per channel. */
  private static <T extends TFloating> Expr<T> mean(GraphScope<T> scope, Operand<T> x) {
    int[] axes = IntStream.range(0, x.shape().numDimensions() - 1).toArray();
    return scope.expr(scope.tf().math.mean(x, scope.tf().array(axes)));
  }

  private static <T extends TFloating> Expr<T> logDeviation(GraphScope<T> scope, Operand<T> x) {
    Ops tf = scope.tf();
    Expr<T> centered = scope.expr(x).minus(mean(scope, x));
    Expr<T> deviation = mean(scope, centered.squared()).sqrt();
    Operand<TBool> varies = tf.math.greater(deviation, scope.scalar(MIN_DEVIATION));
    Operand<T> logged = deviation.plus(MIN_DEVIATION).log();
    return scope.expr(tf.select(varies, logged, tf.zerosLike(logged)));
  }
}
