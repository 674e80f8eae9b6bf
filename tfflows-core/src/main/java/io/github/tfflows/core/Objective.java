package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Objects;

/**
 * A loss by which rows train a distribution: its negative log-likelihood, or one that is no density
 * at all, such as that of flow matching. Held-out rows are validated by the log-likelihood all the
 * same, which decides about the best weights.
 *
 * <pre>{@code
 * training.fit(flow, data)                        // -log p(x)
 * training.fit(new FlowMatching(flow), data)      // a loss of another kind, the same model
 * }</pre>
 */
public interface Objective {
  /** Returns the distribution that is trained. A fit returns a model of it. */
  Distribution flow();

  /**
   * Builds the loss of each row in a training step. It may declare parameters besides those of the
   * distribution, which are trained with them and are no part of the model.
   *
   * @param scope the place in the graph to build in, that of the distribution
   * @param x points shaped {@code [n, event...]}
   * @return the losses, shaped {@code [n]}
   */
  Expr losses(GraphScope scope, Expr x);

  /** Returns the negative log-likelihood of a distribution, in nats a row. */
  static Objective likelihood(Distribution flow) {
    return new Likelihood(flow);
  }

  /**
   * The negative log-likelihood.
   *
   * @param flow the distribution
   */
  record Likelihood(Distribution flow) implements Objective {
    /** Requires the distribution. */
    public Likelihood {
      Objects.requireNonNull(flow, "distribution");
    }

    @Override
    public Expr losses(GraphScope scope, Expr x) {
      return flow.logProb(scope, x).negated();
    }
  }
}
