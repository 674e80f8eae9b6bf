package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * The {@code k}-th smallest of {@code n} independent draws of a distribution, entry by entry (David
 * and Nagaraja, 2003, Order Statistics, eq. 2.1.6): the minimum for {@code k = 1}, the maximum for
 * {@code k = n}.
 *
 * <pre>{@code
 * log p(x) = Σ (log(n!/((k-1)!·(n-k)!)) + (k-1)·log F(xᵢ) + (n-k)·log(1 - F(xᵢ)) + log f(xᵢ))
 * }</pre>
 *
 * <p>nats. Draws are quantiles of {@link Beta#orderStatistic}, in time that does not depend on
 * {@code n}; they are differentiable in the parameters of the base. For the joint distribution of
 * all entries of an event in ascending order, see the surjection {@code OrderStatistics} of {@code
 * tfflows-bijectors}.
 *
 * @param rank the rank {@code k} in ascending order, from 1 to {@code n}
 * @param of the number {@code n} of draws
 * @param base the distribution of one draw, which owns all parameters
 */
public record OrderStatistic(int rank, int of, Cumulative base) implements Distribution {
  public OrderStatistic {
    Beta unused = Beta.orderStatistic(rank, of);
  }

  /** Returns the distribution of the smallest of several draws. */
  public static OrderStatistic minimum(int of, Cumulative base) {
    return new OrderStatistic(1, of, base);
  }

  /** Returns the distribution of the largest of several draws. */
  public static OrderStatistic maximum(int of, Cumulative base) {
    return new OrderStatistic(of, of, base);
  }

  @Override
  public Shape eventShape() {
    return base.eventShape();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Cumulative.Tails at = base.tails(scope, scope.presentOnly(x));
    Expr sum = at.logDensity().plus(logChoices());
    if (rank > 1) {
      sum = sum.plus(at.logBelow().times(rank - 1));
    }
    if (rank < of) {
      sum = sum.plus(at.logAbove().times(of - rank));
    }
    return scope.sumPresent(sum);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr ones = logGamma(scope, noise.stream(scope, 1), rank);
    Expr zeros = logGamma(scope, noise.stream(scope, 2), of - rank + 1);
    Expr logit = ones.minus(zeros);
    Expr logBelow = logit.negated().softplus().negated();
    Expr x = base.quantile(scope, logBelow, logit.softplus().negated());
    return new Sample(x, logProb(scope, x));
  }

  private Expr logGamma(GraphScope scope, Noise noise, int concentration) {
    return GammaDraws.logs(scope, noise, Entries.everywhere(scope, eventShape(), concentration));
  }

  private double logChoices() {
    double log = Math.log(of);
    for (int i = 1; i < rank; i++) {
      log += Math.log((double) (of - i) / i);
    }
    return log;
  }
}
