package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

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
  public Mapped forward(GraphScope scope, Expr x) {
    Expr s = logScale(scope, x, () -> logDeviation(x).negated());
    Expr t = shift(scope, x, () -> mean(x).times(s.exp()).negated());
    return new Mapped(x.times(s.exp()).plus(t), logDet(x, s));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr s = logScale(scope, y, () -> logDeviation(y));
    Expr t = shift(scope, y, () -> mean(y));
    return new Mapped(y.minus(t).times(s.negated().exp()), logDet(y, s.negated()));
  }

  private static Expr logScale(GraphScope scope, Expr x, Supplier<Expr> first) {
    Expr s = scope.dataDependent("log_scale", Shape.of(x.size(-1)), first);
    return s.clip(-MAX_LOG_SCALE, MAX_LOG_SCALE);
  }

  private static Expr shift(GraphScope scope, Expr x, Supplier<Expr> first) {
    return scope.dataDependent("shift", Shape.of(x.size(-1)), first);
  }

  private static Expr logDet(Expr x, Expr s) {
    return s.sum(0).times(x.places()).forEachRowOf(x);
  }

  /** The mean over the batch and all places, per channel. */
  private static Expr mean(Expr x) {
    return x.mean(IntStream.range(0, x.rank() - 1).toArray());
  }

  private static Expr logDeviation(Expr x) {
    Expr deviation = mean(x.minus(mean(x)).square()).sqrt();
    Expr logged = deviation.plus(MIN_DEVIATION).log();
    return deviation.greater(MIN_DEVIATION).select(logged, logged.zeros());
  }
}
