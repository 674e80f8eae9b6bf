package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import java.util.List;
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

  private Expr logDegrees(GraphScope scope) {
    return fit.logs(scope, "degrees", degrees);
  }

  private static UnaryOperator<Expr> standard(Expr logDegrees) {
    Expr degrees = logDegrees.exp();
    Expr normalizer =
        LogGamma.riseByHalf(degrees.times(0.5))
            .minus(logDegrees.plus(Math.log(Math.PI)).times(0.5));
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
