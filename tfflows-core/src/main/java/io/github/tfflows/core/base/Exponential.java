package io.github.tfflows.core.base;

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
 * The exponential distribution with independent entries: {@code log p(x) = Σ (log λᵢ - λᵢ·xᵢ)} nats
 * for {@code xᵢ ≥ 0}, minus infinity below.
 *
 * <p>Draws are {@code -log(1 - u)/λ} of uniform numbers {@code u}; they are differentiable in the
 * rates.
 *
 * @param rate the rates {@code λ}, positive, or where they start
 */
public record Exponential(List<Double> rate, Trainability trainability) implements Cumulative {
  public Exponential {
    rate = Entries.positive("rate", rate);
  }

  public static Exponential fixed(List<Double> rate) {
    return new Exponential(rate, Trainability.FIXED);
  }

  /**
   * Returns an exponential distribution of {@code d} entries that starts with unit rates and is
   * trained.
   */
  public static Exponential trainable(int d) {
    return new Exponential(Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(rate.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return scope.sumPresent(logDensity(scope, scope.presentOnly(x)));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr u = noise.uniform(scope, eventShape());
    Expr x = quantile(scope, u.log(), u.negated().log1p());
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    Expr rises = x.times(logRate(scope).exp()).max(scope.limits().smallest()); // λx
    Expr logBelow = rises.negated().expm1().negated().log();
    return new Tails(logDensity(scope, x), logBelow, rises.negated());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    return logAbove.negated().over(logRate(scope).exp());
  }

  private Expr logDensity(GraphScope scope, Expr x) {
    Expr logRate = logRate(scope);
    Expr inside = logRate.minus(x.times(logRate.exp()));
    return x.atLeast(0).select(inside, scope.constant(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        new Marginals(
            (scope, x) -> x.max(0).times(rate(scope)).negated().expm1().negated(),
            (scope, x) -> x.max(0).times(rate(scope)).negated().exp(),
            (scope, p) -> p.negated().log1p().negated().over(rate(scope)),
            (scope, p) -> p.log().negated().over(rate(scope))));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        new Summary(
            scope -> logRate(scope).complement(),
            scope -> logRate(scope).negated().exp(),
            scope -> logRate(scope).times(-2).exp(),
            scope -> logRate(scope).zeros()));
  }

  private Expr rate(GraphScope scope) {
    return logRate(scope).exp();
  }

  private Expr logRate(GraphScope scope) {
    return trainability.logs(scope, "rate", rate);
  }
}
