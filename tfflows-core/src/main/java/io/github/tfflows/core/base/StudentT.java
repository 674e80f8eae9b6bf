package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * Student's t distribution with independent entries: with {@code zᵢ = (xᵢ - μᵢ)/σᵢ},
 *
 * <pre>{@code
 * log p(x) = Σ (log Γ((νᵢ + 1)/2) - log Γ(νᵢ/2) - ½ log(π·νᵢ) - log σᵢ
 *               - (νᵢ + 1)/2 · log(1 + zᵢ²/νᵢ))
 * }</pre>
 *
 * <p>on all of ℝᵈ. As the base of a flow it gives the data tails that a Lipschitz map of a Gaussian
 * cannot have (Jaini et al., 2020, arXiv:1907.04481; with trainable degrees of freedom for each
 * entry, Laszkiewicz et al., 2022, arXiv:2206.10311). Draws are {@code μ + σ·n/√(g·2/ν)} of a
 * normal number {@code n} and a gamma number {@code g}; they are differentiable in all parameters.
 *
 * @param degrees the degrees of freedom {@code ν}, or where they start
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code σ}, or where they start
 * @param fit whether training moves them
 */
public record StudentT(List<Double> degrees, List<Double> location, List<Double> scale, Fit fit)
    implements Distribution {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if they are empty or differ in length, a number is not finite,
   *     or degrees of freedom or a scale are not positive
   */
  public StudentT {
    LocationScale checked = new LocationScale(location, scale, fit);
    location = checked.location();
    scale = checked.scale();
    degrees = Entries.positive("degrees", degrees);
    Entries.requireAsMany("degrees", degrees, "location", location);
  }

  /**
   * Returns a fixed Student's t distribution.
   *
   * @param degrees the degrees of freedom
   * @param location the locations
   * @param scale the scales
   */
  public static StudentT fixed(List<Double> degrees, List<Double> location, List<Double> scale) {
    return new StudentT(degrees, location, scale, Fit.FIXED);
  }

  /**
   * Returns a Student's t distribution that starts at the standard one and is trained, its degrees
   * of freedom included.
   *
   * @param d the dimension, at least one
   * @param degrees the degrees of freedom before training
   * @throws IllegalArgumentException if {@code d < 1}, or they are not positive and finite
   */
  public static StudentT trainable(int d, double degrees) {
    return new StudentT(
        Entries.all(d, degrees), Entries.all(d, 0), Entries.all(d, 1), Fit.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(location.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return new LocationScale(location, scale, fit).logProb(scope, x, standard(logDegrees(scope)));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr logHalf = logDegrees(scope).minus(Math.log(2));
    Expr logGamma = GammaDraws.logs(scope, noise.stream(scope, 1), logHalf.exp());
    Expr stretch = logHalf.minus(logGamma).times(0.5);
    Expr largest = scope.constant(Math.log(scope.limits().largest()) / 2); // for tiny degrees
    Expr z = noise.normal(scope, eventShape()).times(stretch.min(largest).exp());
    return new LocationScale(location, scale, fit).sample(scope, z, standard(logDegrees(scope)));
  }

  @Override
  public Optional<Marginals> marginals() {
    LocationScale line = new LocationScale(location, scale, fit);
    return Optional.of(
        Marginals.of(
            (scope, x) -> cdf(scope, line.standardized(scope, x)),
            (scope, x) -> cdf(scope, line.standardized(scope, x).negated())));
  }

  private Expr cdf(GraphScope scope, Expr z) {
    Expr tail = tail(logDegrees(scope).exp(), z.abs());
    return z.greater(0).select(tail.complement(), tail);
  }

  /** {@code F(-z)} for {@code z ≥ 0}, by the form that does not cancel there. */
  private static Expr tail(Expr degrees, Expr z) {
    Expr half = degrees.times(0.5);
    Expr other = degrees.zeros().plus(0.5);
    Expr ratio = z.over(degrees.sqrt());
    Expr share = ratio.scope().constant(1).over(ratio.square().plus(1)); // ν/(ν + z²)
    Expr far = GammaFunctions.incompleteBeta(half, other, share);
    Expr near =
        GammaFunctions.incompleteBeta(other, half, ratio.square().times(share)).complement();
    return ratio.greater(1).select(far, near).times(0.5);
  }

  private Expr logDegrees(GraphScope scope) {
    return fit.logs(scope, "degrees", degrees);
  }

  /** {@inheritDoc} There is a mean above one degree of freedom, and a finite variance above two. */
  @Override
  public Optional<Summary> summary() {
    LocationScale line = new LocationScale(location, scale, fit);
    return Optional.of(
        new Summary(
            scope -> entropy(logDegrees(scope)).plus(line.logScale(scope)),
            scope -> above(1, line.location(scope), scope.constant(Double.NaN), scope),
            scope -> variance(scope).times(line.logScale(scope).times(2).exp()),
            line::location));
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

  private static Expr entropy(Expr logDegrees) {
    Expr half = logDegrees.exp().times(0.5);
    return half.plus(0.5).times(LogGamma.slopeOfRise(half)).minus(normalizer(logDegrees));
  }

  /** The log-density at zero. */
  private static Expr normalizer(Expr logDegrees) {
    Expr half = logDegrees.exp().times(0.5);
    return LogGamma.riseByHalf(half).minus(logDegrees.plus(Math.log(Math.PI)).times(0.5));
  }

  private static UnaryOperator<Expr> standard(Expr logDegrees) {
    Expr degrees = logDegrees.exp();
    Expr normalizer = normalizer(logDegrees);
    return z ->
        normalizer.minus(log1pSquare(z.over(degrees.sqrt())).times(degrees.plus(1)).times(0.5));
  }

  /** Builds {@code log(1 + r²)}, which is finite where {@code r²} overflows. */
  static Expr log1pSquare(Expr r) {
    Expr larger = r.abs().max(1);
    Expr smaller = r.over(larger).over(larger); // r or 1/r, whichever is within ±1
    return smaller.square().log1p().plus(larger.log().times(2));
  }
}
