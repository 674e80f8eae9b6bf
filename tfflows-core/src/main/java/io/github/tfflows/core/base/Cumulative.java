package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.univariate.LogSymmetric;
import java.util.Optional;

/**
 * A distribution with independent entries whose cumulative distribution function {@code F} and its
 * inverse are known. {@link Quantized} rounds its draws to integers, and {@link OrderStatistic} is
 * the distribution of the smallest, the median or another one of several draws.
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
    /** Builds them where a scale times {@code z} has the distribution. */
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
   * Builds the entries {@code x} with {@code F(x) = p}, by whichever of the two tails is smaller.
   *
   * @param logBelow {@code log p}, shaped {@code [n, event...]}
   * @param logAbove {@code log(1 - p)}
   */
  Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove);

  /**
   * Returns the distribution functions that the two tails yield. Where the support ends, a
   * distribution has others that are exactly zero and one beyond.
   */
  @Override
  default Optional<Marginals> marginals() {
    return Optional.of(
        new Marginals(
            (scope, x) -> tails(scope, x).logBelow().exp(),
            (scope, x) -> tails(scope, x).logAbove().exp(),
            (scope, p) -> quantile(scope, p.log(), p.negated().log1p()),
            (scope, p) -> quantile(scope, p.negated().log1p(), p.log())));
  }
}
