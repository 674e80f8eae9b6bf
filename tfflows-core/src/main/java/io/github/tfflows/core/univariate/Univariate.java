package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;

/** A distribution of real numbers, with entrywise functions. */
public interface Univariate {
  /** Builds {@code log f(z)} in nats, with a gradient; finite for every finite {@code z}. */
  Expr logDensity(Expr z);

  /** Builds {@code F(z) = P(Z ≤ z)}, precise for small probabilities. It may have no gradient. */
  Expr cdf(Expr z);

  /** Builds {@code F⁻¹(p)}, precise for small probabilities. It may have no gradient. */
  Expr quantile(Expr p);
}
