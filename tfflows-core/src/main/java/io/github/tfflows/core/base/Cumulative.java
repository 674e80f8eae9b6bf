package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.univariate.LogSymmetric;
import java.util.Optional;

/**
 * A distribution with independent entries whose cumulative distribution function {@code F} and its
 * inverse are known. It can be the base of {@link Quantized}, which rounds draws to integers, and
 * of {@link OrderStatistic}, such as the minimum of several draws.
 */
public interface Cumulative extends Distribution {
  /**
   * The density and the probabilities on both sides of each entry, all shaped {@code [n, event...]}
   * and finite within the support.
   *
   * @param logDensity {@code log F′(x)}
   * @param logBelow {@code log F(x)}
   * @param logAbove {@code log(1 - F(x))}, precise where {@code F} is nearly one
   */
  record Tails(Expr logDensity, Expr logBelow, Expr logAbove) {
    private Marginals.Tangent tangent() {
      return new Marginals.Tangent(logBelow.exp(), logAbove.exp(), logDensity.exp());
    }

    /** Builds them for a scaled standard distribution, from standardized entries {@code z}. */
    static Tails of(Expr z, Expr logScale, LogSymmetric standard) {
      Expr logDensity = standard.logDensity(z).minus(logScale);
      return new Tails(logDensity, standard.logCdf(z), standard.logCdf(z.negated()));
    }
  }

  /**
   * Builds the density and both tails of each entry.
   *
   * @param x points shaped {@code [n, event...]}
   */
  Tails tails(GraphScope scope, Expr x);

  /**
   * Builds the entries {@code x} with {@code F(x) = p}, from the smaller of the two tails.
   *
   * @param logBelow {@code log p}, shaped {@code [n, event...]}
   * @param logAbove {@code log(1 - p)}
   */
  Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove);

  /**
   * Returns distribution functions computed from the two tails. Distributions with bounded support
   * override it, with exact zeros and ones beyond.
   */
  @Override
  default Optional<Marginals> marginals() {
    return Optional.of(
        new Marginals(
                (scope, x) -> tails(scope, x).logBelow().exp(),
                (scope, x) -> tails(scope, x).logAbove().exp(),
                (scope, p) -> quantile(scope, p.log(), p.negated().log1p()),
                (scope, p) -> quantile(scope, p.negated().log1p(), p.log()))
            .withTangent((scope, x) -> tails(scope, x).tangent()));
  }
}
