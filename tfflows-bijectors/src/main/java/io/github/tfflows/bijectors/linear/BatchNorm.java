package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/**
 * Batch normalization as a bijector, with one mean {@code m}, variance {@code v}, scale {@code γ}
 * and shift {@code β} for each entry of the last axis (Dinh et al., 2017, arXiv:1605.08803, section
 * 3.7; Papamakarios et al., 2017, arXiv:1705.07057, appendix B):
 *
 * <pre>{@code
 * inverse   x = exp(γ)·(y - m)/√(v + ε) + β        log |det| = Σ (γ - ½ log(v + ε))
 * forward   y = exp(-γ)·√(v + ε)·(x - β) + m
 * }</pre>
 *
 * <p>It normalizes from the data to the base; {@link #inverted()} normalizes draws of a variational
 * fit. A training step uses the moments of its batch. Other calls use exponential moving averages
 * of these moments, {@code a ← momentum·a + (1 - momentum)·batch} (Ioffe and Szegedy, 2015,
 * arXiv:1502.03167). MAF uses the moments of all training rows instead. Because the rows of a batch
 * share moments, the training loss is not a log-likelihood of independent rows; the held-out loss
 * is.
 *
 * <p>The log-determinant counts h·w times for images. {@code γ} is clipped to ±30.
 *
 * @param momentum the share of the averages that a step keeps, in [0, 1)
 * @param epsilon added to variances, positive
 */
public record BatchNorm(double momentum, double epsilon) implements MaskableBijector {
  private static final double MAX_LOG_SCALE = 30;

  public BatchNorm {
    Require.share("momentum", momentum);
    Require.positive("epsilon", epsilon);
  }

  /** Returns batch normalization with a momentum of 0.9 and an epsilon of 1e-5. */
  public static BatchNorm defaults() {
    return new BatchNorm(0.9, 1e-5);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Moments moments = averages(scope, x);
    Expr logScale = logScale(scope, x, moments).negated();
    Expr y = x.minus(shift(scope, x)).times(logScale.exp()).plus(moments.mean());
    return Moments.mapped(scope, x, y, logScale);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Moments moments = averages(scope, y);
    if (scope.hasTrainingRows()) {
      Moments batch = Moments.ofBatch(scope, y);
      update(scope, moments, batch);
      moments = batch;
    }
    Expr logScale = logScale(scope, y, moments);
    Expr x = y.minus(moments.mean()).times(logScale.exp()).plus(shift(scope, y));
    return Moments.mapped(scope, y, x, logScale);
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }

  private static Moments averages(GraphScope scope, Expr x) {
    int size = x.size(-1);
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return new Moments(
        scope.state("mean", Shape.of(size), new double[size]),
        scope.state("variance", Shape.of(size), ones));
  }

  private void update(GraphScope scope, Moments averages, Moments batch) {
    scope.update("mean", moved(averages.mean(), batch.mean()));
    scope.update("variance", moved(averages.variance(), batch.variance()));
  }

  private Expr moved(Expr average, Expr batch) {
    return average.plus(batch.minus(average).times(1 - momentum));
  }

  private Expr logScale(GraphScope scope, Expr x, Moments moments) {
    Expr gamma = scope.parameter("log_scale", Shape.of(x.size(-1)), new double[x.size(-1)]);
    Expr logDeviation = moments.variance().plus(epsilon).log().times(0.5);
    return gamma.clip(-MAX_LOG_SCALE, MAX_LOG_SCALE).minus(logDeviation);
  }

  private static Expr shift(GraphScope scope, Expr x) {
    return scope.parameter("shift", Shape.of(x.size(-1)), new double[x.size(-1)]);
  }
}
