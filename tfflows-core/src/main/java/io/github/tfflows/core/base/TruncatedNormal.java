package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Gaussian with independent entries, truncated to a box:
 *
 * <pre>{@code
 * log p(x) = Σ (-½ zᵢ² - ½ log 2π - log σᵢ - log(Φ(βᵢ) - Φ(αᵢ))),   zᵢ = (xᵢ - μᵢ)/σᵢ,
 * αᵢ = (lowᵢ - μᵢ)/σᵢ,   βᵢ = (highᵢ - μᵢ)/σᵢ
 * }</pre>
 *
 * <p>nats for {@code lowᵢ ≤ xᵢ ≤ highᵢ}, minus infinity outside. The box is fixed. Draws are
 * quantiles of uniform numbers, differentiable in {@code μ} and {@code σ}. Density and draws are
 * precise for boxes far out in a tail, too.
 *
 * @param location the locations {@code μ} before truncation, or where they start
 * @param scale the scales {@code σ} before truncation, positive, or where they start
 * @param trainability whether training moves locations and scales
 */
public record TruncatedNormal(
    List<Double> location, List<Double> scale, Uniform box, Trainability trainability)
    implements LocationScale {
  public TruncatedNormal {
    location = Entries.finite("location", location);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("location", location, "scale", scale);
    Entries.requireAsMany("location", location, "the box", box.low());
  }

  public static TruncatedNormal fixed(List<Double> location, List<Double> scale, Uniform box) {
    return new TruncatedNormal(location, scale, box, Trainability.FIXED);
  }

  /** Returns a truncated Gaussian that starts as {@code N(0, I)} within a box and is trained. */
  public static TruncatedNormal trainable(Uniform box) {
    int d = box.low().size();
    return new TruncatedNormal(Entries.all(d, 0), Entries.all(d, 1), box, Trainability.TRAINABLE);
  }

  /** {@inheritDoc} That is {@code log φ(z) - log(Φ(β) - Φ(α))}, for {@code z} within the box. */
  @Override
  public UnaryOperator<Expr> logStandard(GraphScope scope) {
    return z -> new UnitNormal().logDensity(z).minus(logMass(scope));
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr z = standardized(scope, within(scope, scope.presentOnly(x)));
    Expr inside = logStandard(scope).apply(z).minus(logScale(scope));
    Condition isInside = x.atLeast(low(scope)).and(x.atMost(high(scope)));
    return scope.sumPresent(isInside.select(inside, scope.constant(Double.NEGATIVE_INFINITY)));
  }

  @Override
  public Expr standardDraws(GraphScope scope, Noise noise) {
    return quantile(noise.openUniform(scope, eventShape()), alpha(scope), beta(scope));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr x = within(scope, moved(scope, standardDraws(scope, noise)));
    return new Sample(x, logProb(scope, x));
  }

  private Expr low(GraphScope scope) {
    return Trainability.FIXED.numbers(scope, "low", box.low());
  }

  private Expr high(GraphScope scope) {
    return Trainability.FIXED.numbers(scope, "high", box.high());
  }

  private Expr within(GraphScope scope, Expr x) {
    return x.max(low(scope)).min(high(scope));
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        Marginals.of(
            (scope, x) -> share(scope, alpha(scope), standardized(scope, within(scope, x))),
            (scope, x) -> share(scope, standardized(scope, within(scope, x)), beta(scope))));
  }

  private Expr share(GraphScope scope, Expr from, Expr to) {
    return logMass(from, to).minus(logMass(scope)).exp();
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        new Summary(
            this::entropy, this::mean, this::variance, scope -> within(scope, location(scope))));
  }

  private Expr entropy(GraphScope scope) {
    Expr falling = moment(scope, 1).times(0.5);
    return falling.plus(logMass(scope)).plus(logScale(scope)).plus(UnitNormal.ENTROPY);
  }

  private Expr mean(GraphScope scope) {
    Expr scale = logScale(scope).exp();
    return moment(scope, 0).times(scale).plus(location(scope));
  }

  private Expr variance(GraphScope scope) {
    Expr standard = moment(scope, 1).plus(1).minus(moment(scope, 0).square());
    return standard.times(logScale(scope).times(2).exp());
  }

  /** {@code (αᵏ·φ(α) - βᵏ·φ(β)) / (Φ(β) - Φ(α))} for {@code k} zero or one. */
  private Expr moment(GraphScope scope, int k) {
    Expr atLow = logStandard(scope).apply(alpha(scope)).exp();
    Expr atHigh = logStandard(scope).apply(beta(scope)).exp();
    return k == 0
        ? atLow.minus(atHigh)
        : atLow.times(alpha(scope)).minus(atHigh.times(beta(scope)));
  }

  private Expr alpha(GraphScope scope) {
    return standardized(scope, low(scope));
  }

  private Expr beta(GraphScope scope) {
    return standardized(scope, high(scope));
  }

  private Expr logMass(GraphScope scope) {
    return logMass(alpha(scope), beta(scope));
  }

  /** Builds {@code log(Φ(β) - Φ(α))} from the smaller of the two tails. */
  private static Expr logMass(Expr alpha, Expr beta) {
    Condition right = alpha.plus(beta).greater(0);
    Expr logTo = new UnitNormal().logCdf(right.select(alpha.negated(), beta));
    Expr logFrom = new UnitNormal().logCdf(right.select(beta.negated(), alpha));
    return logTo.plus(logFrom.minus(logTo).expm1().negated().log());
  }

  private static Expr quantile(Expr u, Expr alpha, Expr beta) {
    Expr logLower = mixed(u, new UnitNormal().logCdf(alpha), new UnitNormal().logCdf(beta));
    Expr logUpper =
        mixed(u, new UnitNormal().logCdf(alpha.negated()), new UnitNormal().logCdf(beta.negated()));
    return new UnitNormal().quantile(logLower, logUpper);
  }

  /** {@code log((1 - u)·exp(a) + u·exp(b))}. */
  private static Expr mixed(Expr u, Expr a, Expr b) {
    Expr first = u.negated().log1p().plus(a);
    Expr second = u.log().plus(b);
    return first.max(second).plus(first.minus(second).abs().negated().exp().log1p());
  }
}
