package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The standard normal distribution {@code N(0, I)}: {@code log p(x) = -½ Σ xᵢ² - (d/2) log 2π} nats
 * on all of ℝᵈ.
 */
public record StandardNormal(Shape eventShape) implements Cumulative {
  public StandardNormal {
    Require.known(eventShape);
  }

  /**
   * Returns the standard normal distribution on vectors of {@code d} reals.
   *
   * @param d the dimension, at least one
   */
  public static StandardNormal of(long d) {
    return new StandardNormal(Shape.of(d));
  }

  @Override
  public boolean coversReals() {
    return true;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return scope.sumPresent(new UnitNormal().logDensity(x));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape);
    return new Sample(z, logProb(scope, z));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    return Tails.of(x, scope.constant(0), new UnitNormal());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    return new UnitNormal().quantile(logBelow, logAbove);
  }

  /** {@inheritDoc} By the complementary error function, which needs no logarithm. */
  @Override
  public Optional<Marginals> marginals() {
    UnitNormal normal = new UnitNormal();
    Marginals byTails = Cumulative.super.marginals().orElseThrow();
    return Optional.of(
        new Marginals(
                (scope, x) -> normal.cdf(x),
                (scope, x) -> normal.cdf(x.negated()),
                byTails.quantile(),
                byTails.upperQuantile())
            .withTangent(
                (scope, x) ->
                    new Marginals.Tangent(
                        normal.cdf(x), normal.cdf(x.negated()), normal.logDensity(x).exp())));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        Summary.symmetric(
            scope -> Entries.everywhere(scope, eventShape, UnitNormal.ENTROPY),
            scope -> Entries.everywhere(scope, eventShape, 0),
            scope -> Entries.everywhere(scope, eventShape, 1)));
  }
}
