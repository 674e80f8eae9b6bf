package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitStudent;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Student's t distribution with independent entries: with {@code zᵢ = (xᵢ - μᵢ)/σᵢ},
 *
 * <pre>{@code
 * log p(x) = Σ (log Γ((νᵢ + 1)/2) - log Γ(νᵢ/2) - ½ log(π·νᵢ) - log σᵢ
 *               - (νᵢ + 1)/2 · log(1 + zᵢ²/νᵢ))
 * }</pre>
 *
 * <p>on all of ℝᵈ. As the base of a flow it yields heavy tails, which a Lipschitz map of a Gaussian
 * cannot have (Jaini et al., 2020, arXiv:1907.04481; with trainable degrees of freedom for each
 * entry, Laszkiewicz et al., 2022, arXiv:2206.10311). Draws are {@code μ + σ·n/√(g·2/ν)} of a
 * normal number {@code n} and a gamma number {@code g}; they are differentiable in all parameters.
 *
 * @param degrees the degrees of freedom {@code ν}, positive, or where they start
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code σ}, positive, or where they start
 */
public record StudentT(
    List<Double> degrees, List<Double> location, List<Double> scale, Trainability trainability)
    implements LocationScale {
  public StudentT {
    location = Entries.finite("location", location);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("location", location, "scale", scale);
    degrees = Entries.positive("degrees", degrees);
    Entries.requireAsMany("degrees", degrees, "location", location);
  }

  /** Returns a fixed Student's t distribution. */
  public static StudentT fixed(List<Double> degrees, List<Double> location, List<Double> scale) {
    return new StudentT(degrees, location, scale, Trainability.FIXED);
  }

  /**
   * Returns a Student's t distribution that starts at the standard one and is trained, its degrees
   * of freedom included.
   *
   * @param d the dimension, at least one
   * @param degrees the degrees of freedom before training, positive
   */
  public static StudentT trainable(int d, double degrees) {
    return new StudentT(
        Entries.all(d, degrees), Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public UnaryOperator<Expr> logStandard(GraphScope scope) {
    return standard(scope)::logDensity;
  }

  @Override
  public Expr standardDraws(GraphScope scope, Noise noise) {
    Expr logHalf = logDegrees(scope).minus(Math.log(2));
    Expr logGamma = GammaDraws.logs(scope, noise.stream(scope, 1), logHalf.exp());
    Expr stretch = logHalf.minus(logGamma).times(0.5);
    Expr largest = scope.constant(Math.log(scope.limits().largest()) / 2); // for tiny degrees
    return noise.normal(scope, eventShape()).times(stretch.min(largest).exp());
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        Marginals.of(
            (scope, x) -> standard(scope).cdf(standardized(scope, x)),
            (scope, x) -> standard(scope).cdf(standardized(scope, x).negated())));
  }

  private UnitStudent standard(GraphScope scope) {
    return UnitStudent.of(logDegrees(scope));
  }

  private Expr logDegrees(GraphScope scope) {
    return trainability.logs(scope, "degrees", degrees);
  }

  /** {@inheritDoc} The mean exists above one degree of freedom, a finite variance above two. */
  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        new Summary(
            scope -> standard(scope).entropy().plus(logScale(scope)),
            scope -> above(1, location(scope), scope.constant(Double.NaN), scope),
            scope -> variance(scope).times(logScale(scope).times(2).exp()),
            this::location));
  }

  private Expr variance(GraphScope scope) {
    Expr degrees = logDegrees(scope).exp();
    Expr finite = degrees.over(degrees.minus(2));
    Expr infinite = scope.constant(Double.POSITIVE_INFINITY);
    return above(1, above(2, finite, infinite, scope), scope.constant(Double.NaN), scope);
  }

  private Expr above(double least, Expr yes, Expr no, GraphScope scope) {
    return logDegrees(scope).greater(Math.log(least)).select(yes, no);
  }
}
