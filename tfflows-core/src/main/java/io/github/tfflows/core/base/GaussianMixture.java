package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;

/**
 * A trainable mixture of Gaussians with independent entries: {@code log p(x) = log Σₖ πₖ N(x; μₖ,
 * diag σₖ²)} nats on all of ℝᵈ.
 *
 * <p>It starts with equal weights, unit standard deviations and means drawn from {@code N(0, I)}.
 * Draws are differentiable in the means and scales but not in the weights, since the Gumbel-max
 * trick selects a component. A fit to data learns the weights. A variational fit does not, because
 * the weights only have the gradient of {@code log q}, which is zero on average.
 *
 * @param components the number of Gaussians, at least one
 * @param dimension the number of entries of an event, at least one
 */
public record GaussianMixture(int components, int dimension) implements Distribution {
  public GaussianMixture {
    Require.atLeast("components", components, 1);
    Require.atLeast("dimension", dimension, 1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(dimension);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr logWeights = logWeights(scope);
    Expr z = standardized(scope, scope.presentOnly(x));
    Expr perEntry = new UnitNormal().logDensity(z).minus(logScales(scope)); // [n, k, d]
    Expr present =
        scope
            .presence()
            .map(m -> m.expand(1).greater(0).select(perEntry, perEntry.zeros()))
            .orElse(perEntry);
    return present.sumLast().plus(logWeights).logSumExpLast();
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Operand<TInt32> chosen = noise.stream(scope, 1).categorical(scope, logWeights(scope));
    Expr z = noise.normal(scope, eventShape());
    Expr x = logScales(scope).rows(chosen).exp().times(z).plus(means(scope).rows(chosen));
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    Marginals normal = new UnitNormal().marginals();
    return Optional.of(
        Marginals.of(
            (scope, x) -> weighted(scope, normal.cdf().at(scope, standardized(scope, x))),
            (scope, x) -> weighted(scope, normal.survival().at(scope, standardized(scope, x)))));
  }

  /** Standardizes the entries for each component, {@code [n, k, d]}. */
  private Expr standardized(GraphScope scope, Expr x) {
    return x.expand(1).minus(means(scope)).over(logScales(scope).exp());
  }

  private Expr weighted(GraphScope scope, Expr each) {
    return each.times(logWeights(scope).exp().reshape(components, 1)).sum(1);
  }

  private Expr logWeights(GraphScope scope) {
    Expr logits = scope.parameter("logits", Shape.of(components), new Zeros<>());
    return scope.expr(scope.tf().nn.logSoftmax(logits.expand(0)));
  }

  private Expr means(GraphScope scope) {
    return scope.parameter("means", perComponent(), new RandomNormal<>(0, 1, scope.seed()));
  }

  private Expr logScales(GraphScope scope) {
    return scope.parameter("log_scales", perComponent(), new Zeros<>());
  }

  private Shape perComponent() {
    return Shape.of(components, dimension);
  }
}
