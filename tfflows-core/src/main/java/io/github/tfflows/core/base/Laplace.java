package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitLaplace;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The Laplace distribution with independent entries: {@code log p(x) = -Σ (|xᵢ - μᵢ|/bᵢ + log 2bᵢ)}
 * nats on all of ℝᵈ, with a kink at {@code μ}, where the gradient is defined as zero.
 *
 * <p>Draws are differences of two exponential numbers; they are differentiable in the parameters.
 *
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code b}, positive, or where they start
 */
public record Laplace(List<Double> location, List<Double> scale, Trainability trainability)
    implements LocationScale {
  public Laplace {
    location = Entries.finite("location", location);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("location", location, "scale", scale);
  }

  public static Laplace fixed(List<Double> location, List<Double> scale) {
    return new Laplace(location, scale, Trainability.FIXED);
  }

  /**
   * Returns a Laplace distribution of {@code d} entries that starts at the standard one and is
   * trained.
   */
  public static Laplace trainable(int d) {
    return new Laplace(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public UnaryOperator<Expr> logStandard(GraphScope scope) {
    return new UnitLaplace()::logDensity;
  }

  @Override
  public Expr standardDraws(GraphScope scope, Noise noise) {
    Expr positive = noise.uniform(scope, eventShape()).negated().log1p();
    Expr negative = noise.stream(scope, 1).uniform(scope, eventShape()).negated().log1p();
    return negative.minus(positive);
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(marginals(new UnitLaplace()));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(summary(1 + Math.log(2), 2));
  }
}
