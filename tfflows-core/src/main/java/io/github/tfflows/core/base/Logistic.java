package io.github.tfflows.core.base;

import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitLogistic;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The logistic distribution with independent entries: {@code log p(x) = Σ (-zᵢ - 2 log(1 +
 * exp(-zᵢ)) - log sᵢ)} nats on all of ℝᵈ, with {@code zᵢ = (xᵢ - μᵢ)/sᵢ}. The base of NICE (Dinh et
 * al., 2014, arXiv:1410.8516, section 3.4).
 *
 * <p>Draws are logits of uniform numbers; they are differentiable in the parameters.
 *
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code s}, positive, or where they start
 */
public record Logistic(List<Double> location, List<Double> scale, Trainability trainability)
    implements Cumulative {
  public Logistic {
    LocationScale checked = new LocationScale(location, scale, trainability);
    location = checked.location();
    scale = checked.scale();
  }

  /** Returns a fixed logistic distribution. */
  public static Logistic fixed(List<Double> location, List<Double> scale) {
    return new Logistic(location, scale, Trainability.FIXED);
  }

  /**
   * Returns a logistic distribution that starts at the standard one and is trained.
   *
   * @param d the dimension, at least one
   */
  public static Logistic trainable(int d) {
    return new Logistic(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(location.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return new LocationScale(location, scale, trainability)
        .logProb(scope, x, new UnitLogistic()::logDensity);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr u = noise.openUniform(scope, eventShape());
    Expr x = quantile(scope, u.log(), u.negated().log1p());
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    return new LocationScale(location, scale, trainability).tails(scope, x, new UnitLogistic());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    Expr z = new UnitLogistic().quantile(logBelow, logAbove);
    return new LocationScale(location, scale, trainability).at(scope, z);
  }

  @Override
  public Optional<Summary> summary() {
    double variance = Math.PI * Math.PI / 3;
    return Optional.of(new LocationScale(location, scale, trainability).summary(2, variance));
  }
}
