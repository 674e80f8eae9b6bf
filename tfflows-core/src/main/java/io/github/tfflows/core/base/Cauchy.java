package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitCauchy;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The Cauchy distribution with independent entries: {@code log p(x) = -Σ log(π·γᵢ·(1 + zᵢ²))} nats
 * on all of ℝᵈ, with {@code zᵢ = (xᵢ - μᵢ)/γᵢ}. It has no mean. The tails of {@link StudentT} lie
 * between Cauchy and Gaussian tails.
 *
 * <p>Draws are tangents of uniform angles; they are differentiable in the parameters.
 *
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code γ}, positive, or where they start
 */
public record Cauchy(List<Double> location, List<Double> scale, Trainability trainability)
    implements LocationScale {
  public Cauchy {
    location = Entries.finite("location", location);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("location", location, "scale", scale);
  }

  public static Cauchy fixed(List<Double> location, List<Double> scale) {
    return new Cauchy(location, scale, Trainability.FIXED);
  }

  /**
   * Returns a Cauchy distribution of {@code d} entries that starts at the standard one and is
   * trained.
   */
  public static Cauchy trainable(int d) {
    return new Cauchy(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public UnaryOperator<Expr> logStandard(GraphScope scope) {
    return new UnitCauchy()::logDensity;
  }

  @Override
  public Expr standardDraws(GraphScope scope, Noise noise) {
    Expr angle = noise.openUniform(scope, eventShape()).minus(0.5).times(Math.PI);
    return angle.sin().over(angle.cos());
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(marginals(new UnitCauchy()));
  }

  /** Mean and variance do not exist. */
  @Override
  public Optional<Summary> summary() {
    Summary of = summary(Math.log(4 * Math.PI), Double.NaN);
    return Optional.of(new Summary(of.entropy(), of.variance(), of.variance(), of.mode()));
  }
}
