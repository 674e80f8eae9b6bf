package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.univariate.LogSymmetric;
import io.github.tfflows.core.univariate.Symmetric;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Independent entries {@code xᵢ = μᵢ + σᵢ·zᵢ}, where all {@code zᵢ} have the same standard
 * distribution: {@code log p(x) = Σ (log f(zᵢ) - log σᵢ)}.
 *
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code σ}, or where they start
 */
record LocationScale(List<Double> location, List<Double> scale, Trainability trainability) {
  LocationScale {
    location = Entries.finite("location", location);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("location", location, "scale", scale);
  }

  /**
   * Builds the log-density.
   *
   * @param standard builds {@code log f} of each entry
   */
  Expr logProb(GraphScope scope, Expr x, UnaryOperator<Expr> standard) {
    Expr z = standardized(scope, scope.presentOnly(x));
    return scope.sumPresent(standard.apply(z).minus(logScale(scope)));
  }

  /** Builds draws from those {@code z} of the standard distribution. */
  Sample sample(GraphScope scope, Expr z, UnaryOperator<Expr> standard) {
    Expr x = at(scope, z);
    return new Sample(x, logProb(scope, x, standard));
  }

  /** Builds {@code zᵢ = (xᵢ - μᵢ)/σᵢ}. */
  Expr standardized(GraphScope scope, Expr x) {
    return x.minus(location(scope)).over(logScale(scope).exp());
  }

  /** Builds {@code xᵢ = μᵢ + σᵢ·zᵢ}. */
  Expr at(GraphScope scope, Expr z) {
    return z.times(logScale(scope).exp()).plus(location(scope));
  }

  /** Builds the density and both tails of each entry. */
  Cumulative.Tails tails(GraphScope scope, Expr x, LogSymmetric standard) {
    return Cumulative.Tails.of(standardized(scope, x), logScale(scope), standard);
  }

  /** Returns the distribution functions. */
  Marginals marginals(Symmetric standard) {
    return standard.marginals().mapped(this::at, this::standardized);
  }

  /**
   * Returns the summary, where the standard distribution is symmetric.
   *
   * @param entropy that of one entry of the standard distribution
   * @param variance that of the standard distribution
   */
  Summary summary(double entropy, double variance) {
    return Summary.symmetric(
        scope -> logScale(scope).plus(entropy),
        this::location,
        scope -> logScale(scope).times(2).exp().times(variance));
  }

  Expr location(GraphScope scope) {
    return trainability.numbers(scope, "location", location);
  }

  Expr logScale(GraphScope scope) {
    return trainability.logs(scope, "scale", scale);
  }
}
