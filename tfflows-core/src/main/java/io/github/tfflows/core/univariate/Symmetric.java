package io.github.tfflows.core.univariate;

import io.github.tfflows.core.Marginals;

/** A distribution that is symmetric about zero: {@code F(-z) = 1 - F(z)}. */
public interface Symmetric extends Univariate {
  /** Returns the distribution functions of entries that are independent draws. */
  default Marginals marginals() {
    return new Marginals(
        (scope, x) -> cdf(x),
        (scope, x) -> cdf(x.negated()),
        (scope, p) -> quantile(p),
        (scope, p) -> quantile(p).negated());
  }
}
