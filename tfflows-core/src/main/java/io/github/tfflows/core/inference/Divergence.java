package io.github.tfflows.core.inference;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;

/**
 * A measure of the difference between a flow {@code q} and an unnormalized density {@code p̃},
 * which a variational fit minimizes by its gradient over draws of the flow. Its estimates are in
 * nats, up to the logarithm of the integral of {@code p̃}. Implement {@link #losses} for another
 * divergence.
 *
 * <table>
 * <caption>Divergences</caption>
 * <tr><th>divergence</th><th>minimized</th><th>the flow</th></tr>
 * <tr><td>{@link ReverseKl}<td>{@code E_q[log q - log p̃]}<td>seeks modes</tr>
 * <tr><td>{@link StickingTheLanding}<td>the same, with a gradient whose variance is zero at the
 *     optimum<td>seeks modes</tr>
 * <tr><td>{@link Renyi}<td>{@code -log E_q[(p̃/q)^(1-α)] / (1-α)}<td>covers more mass, the smaller
 *     {@code α}</tr>
 * <tr><td>{@link ImportanceWeighted}<td>{@code -log mean p̃/q}<td>is a good proposal</tr>
 * <tr><td>{@link ForwardKl}<td>{@code E_p[log p̃ - log q]}<td>covers all mass</tr>
 * </table>
 */
@FunctionalInterface
public interface Divergence {
  /**
   * A flow {@code q} and an unnormalized density {@code p̃} in a graph.
   *
   * @param scope the place of the flow
   * @param drawn draws of the flow, as functions of its parameters
   */
  record Pair(GraphScope scope, Distribution flow, LogDensity target, Sample drawn) {
    /** Returns the draws, shaped {@code [n, event...]}. */
    public Expr draws() {
      return drawn.value();
    }

    /** Returns {@code log q} of the draws, shaped {@code [n]}. */
    public Expr logFlowOfDraws() {
      return drawn.logProb();
    }

    /** Builds {@code log q(x)}, shaped {@code [n]}. */
    public Expr logFlow(Expr x) {
      return flow.logProb(scope, x);
    }

    /** Builds {@code log q(x)} with the parameters of the flow held constant. */
    public Expr logFlowHeld(Expr x) {
      return flow.logProb(scope.withParametersHeld(), x);
    }

    /** Builds {@code log p̃(x)}, shaped {@code [n]}. */
    public Expr logTarget(Expr x) {
      return Require.eachRow("the target", target.logProb(scope.sub("target"), x));
    }
  }

  /** Builds the loss of each draw, shaped {@code [n]}. Training minimizes their mean. */
  Expr losses(Pair pair);

  /**
   * Returns whether the losses of a fixed set of base draws rank weights; true by default. If
   * false, as for bounds that any flow may reach by chance, a fit returns the last weights rather
   * than the best.
   */
  default boolean isComparable() {
    return true;
  }

  /**
   * The reverse Kullback-Leibler divergence by reparameterized draws (Rezende and Mohamed, 2015,
   * arXiv:1505.05770, eq. 15).
   */
  record ReverseKl() implements Divergence {
    @Override
    public Expr losses(Pair pair) {
      return pair.logFlowOfDraws().minus(pair.logTarget(pair.draws()));
    }
  }

  /**
   * The reverse Kullback-Leibler divergence by the path gradient, which omits the flow's score,
   * whose mean is zero (Roeder et al., 2017, arXiv:1703.09194, eq. 5; Vaitl et al., 2022,
   * arXiv:2206.09016). At the optimum its variance is zero. Each step needs a pass from the draws
   * back to the base, which is slow in inverse autoregressive flows.
   */
  record StickingTheLanding() implements Divergence {
    @Override
    public Expr losses(Pair pair) {
      Expr x = pair.draws();
      return pair.logFlowHeld(x).minus(pair.logTarget(x));
    }
  }

  /**
   * Rényi's α-divergence by the variational Rényi bound over the draws of a step (Li and Turner,
   * 2016, arXiv:1602.02311, eq. 6 and 9).
   *
   * @param alpha the order {@code α}, at least zero and not one: zero gives the importance-weighted
   *     bound, the limit one the reverse Kullback-Leibler divergence
   */
  record Renyi(double alpha) implements Divergence {
    public Renyi {
      if (!(alpha >= 0 && Double.isFinite(alpha)) || alpha == 1) {
        throw new IllegalArgumentException(
            "expected an order of at least 0, other than 1, which is the reverse KL, got " + alpha);
      }
    }

    @Override
    public Expr losses(Pair pair) {
      Expr logRatio = pair.logTarget(pair.draws()).minus(pair.logFlowOfDraws());
      Expr bound = logMean(logRatio.times(1 - alpha)).times(1 / (1 - alpha));
      return bound.negated().plus(logRatio.zeros());
    }

    @Override
    public boolean isComparable() {
      return false;
    }
  }

  /**
   * The importance-weighted bound over the draws of a step (Burda et al., 2016, arXiv:1509.00519,
   * eq. 8) by its doubly reparameterized gradient (Tucker et al., 2019, arXiv:1810.04152, eq. 8),
   * whose signal-to-noise ratio does not vanish with the number of draws.
   */
  record ImportanceWeighted() implements Divergence {
    @Override
    public Expr losses(Pair pair) {
      Expr x = pair.draws();
      Expr logRatio = pair.logTarget(x).minus(pair.logFlowHeld(x));
      Expr weights = shares(logRatio).stopGradient();
      Expr surrogate = weights.square().times(logRatio).sum(0);
      Expr loss = logMean(logRatio).withGradientOf(surrogate).negated();
      return loss.plus(logRatio.zeros());
    }

    @Override
    public boolean isComparable() {
      return false;
    }
  }

  /**
   * The forward Kullback-Leibler divergence by self-normalized importance weights of the draws
   * (Müller et al., 2019, arXiv:1808.03856, section 5.1). The initial flow must be wide enough to
   * cover the density.
   */
  record ForwardKl() implements Divergence {
    @Override
    public Expr losses(Pair pair) {
      Expr x = pair.draws().stopGradient();
      Expr logRatio = pair.logTarget(x).minus(pair.logFlow(x));
      Expr parts = shares(logRatio).stopGradient();
      return parts.times(logRatio).sum(0).plus(logRatio.zeros());
    }
  }

  private static Expr logMean(Expr logs) {
    Expr top = top(logs);
    return logs.minus(top).exp().mean(0).log().plus(top);
  }

  private static Expr shares(Expr logs) {
    Expr parts = logs.minus(top(logs)).exp();
    return parts.over(parts.sum(0));
  }

  private static Expr top(Expr logs) {
    return logs.maxAlong(0).stopGradient().max(-Float.MAX_VALUE);
  }
}
