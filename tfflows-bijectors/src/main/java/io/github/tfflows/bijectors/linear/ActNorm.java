package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/**
 * Activation normalization, {@code y = x·exp(s) + t} with one {@code (s, t)} for each entry of the
 * last axis: a feature of a vector or a channel of an image (Kingma and Dhariwal, 2018,
 * arXiv:1807.03039, section 3.1; its scale and bias, from the data to the base, are {@code exp(-s)}
 * and {@code -t·exp(-s)}). {@code log |det|} is the sum of {@code s}, times h·w for images.
 *
 * <p>The first batch of training initializes both so that its image has mean zero and variance one
 * per channel, in the direction of training: {@code t = mean(y), s = log(std(y) + 1e-6)} for the
 * inverse, {@code s = -log(std(x) + 1e-6), t = -mean(x)·exp(s)} for forward. A channel that is
 * constant in that batch, with a deviation below 1e-6, keeps its scale. After that they are
 * ordinary parameters. {@code s} is clipped to ±30.
 */
public record ActNorm() implements MaskableBijector {
  private static final double MIN_DEVIATION = 1e-6;
  private static final double MAX_LOG_SCALE = 30;

  @Override
  public boolean yieldsReals() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr s = logScale(scope, x, () -> logDeviation(scope, x).negated());
    Expr t = shift(scope, x, () -> mean(scope, x).times(s.exp()).negated());
    return Moments.mapped(scope, x, x.times(s.exp()).plus(t), s);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr s = logScale(scope, y, () -> logDeviation(scope, y));
    Expr t = shift(scope, y, () -> mean(scope, y));
    Expr x = y.minus(t).times(s.negated().exp());
    return Moments.mapped(scope, y, x, s.negated());
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }

  private static Expr logScale(GraphScope scope, Expr x, Supplier<Expr> first) {
    Expr s = scope.dataDependent("log_scale", Shape.of(x.size(-1)), first);
    return s.clip(-MAX_LOG_SCALE, MAX_LOG_SCALE);
  }

  private static Expr shift(GraphScope scope, Expr x, Supplier<Expr> first) {
    return scope.dataDependent("shift", Shape.of(x.size(-1)), first);
  }

  private static Expr mean(GraphScope scope, Expr x) {
    return Moments.ofBatch(scope, x).mean();
  }

  private static Expr logDeviation(GraphScope scope, Expr x) {
    Expr deviation = Moments.ofBatch(scope, x).variance().sqrt();
    Expr logged = deviation.plus(MIN_DEVIATION).log();
    return deviation.greater(MIN_DEVIATION).select(logged, logged.zeros());
  }
}
