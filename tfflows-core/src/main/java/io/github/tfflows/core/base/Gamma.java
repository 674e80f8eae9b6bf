package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The gamma distribution with independent entries:
 *
 * <pre>{@code log p(x) = Σ (αᵢ·log βᵢ + (αᵢ - 1)·log xᵢ - βᵢ·xᵢ - log Γ(αᵢ))}</pre>
 *
 * <p>nats for {@code xᵢ ≥ 0}, minus infinity below. Numbers below {@link
 * io.github.tfflows.core.graph.FloatLimits#smallest}, such as zero, are clipped to it, so that they
 * have a logarithm; draws are clipped likewise. Draws are differentiable in both parameters, in the
 * concentration by implicit differentiation (Figurnov et al., 2018, arXiv:1805.08498).
 *
 * @param concentration the concentrations {@code α}, positive, or where they start
 * @param rate the rates {@code β}, positive, or where they start
 */
public record Gamma(List<Double> concentration, List<Double> rate, Trainability trainability)
    implements Distribution {
  public Gamma {
    concentration = Entries.positive("concentration", concentration);
    rate = Entries.positive("rate", rate);
    Entries.requireAsMany("concentration", concentration, "rate", rate);
  }

  public static Gamma fixed(List<Double> concentration, List<Double> rate) {
    return new Gamma(concentration, rate, Trainability.FIXED);
  }

  /**
   * Returns a gamma distribution of {@code d} entries that starts as the exponential one, with unit
   * concentrations and rates, and is trained.
   */
  public static Gamma trainable(int d) {
    return new Gamma(Entries.all(d, 1), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(rate.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr alpha = concentration(scope);
    Expr logRate = logRate(scope);
    Expr at = scope.presentOnly(x).max(scope.limits().smallest());
    Expr inside =
        alpha
            .minus(1)
            .times(at.log().plus(logRate))
            .plus(logRate)
            .minus(at.times(logRate.exp()))
            .minus(alpha.logGamma());
    Expr outside = scope.constant(Double.NEGATIVE_INFINITY);
    return scope.sumPresent(x.atLeast(0).select(inside, outside));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr logDraws = GammaDraws.logs(scope, noise, concentration(scope)).minus(logRate(scope));
    Expr x = logDraws.exp().max(scope.limits().smallest());
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        Marginals.of(
            (scope, x) -> concentration(scope).incompleteGamma(scaled(scope, x)),
            (scope, x) -> concentration(scope).incompleteGammaComplement(scaled(scope, x))));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        new Summary(
            this::entropy,
            scope -> concentration(scope).over(rate(scope)),
            scope -> concentration(scope).over(rate(scope).square()),
            scope -> concentration(scope).minus(1).max(0).over(rate(scope))));
  }

  private Expr entropy(GraphScope scope) {
    Expr alpha = concentration(scope);
    return alpha
        .minus(logRate(scope))
        .plus(alpha.logGamma())
        .plus(alpha.complement().times(alpha.digamma()));
  }

  private Expr rate(GraphScope scope) {
    return logRate(scope).exp();
  }

  private Expr scaled(GraphScope scope, Expr x) {
    return x.times(logRate(scope).exp()).clip(0, scope.limits().largest());
  }

  private Expr concentration(GraphScope scope) {
    return trainability.logs(scope, "concentration", concentration).exp();
  }

  private Expr logRate(GraphScope scope) {
    return trainability.logs(scope, "rate", rate);
  }
}
