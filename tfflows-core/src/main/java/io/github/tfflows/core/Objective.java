package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Objects;

/**
 * A loss that trains a distribution on rows: the negative log-likelihood or another loss, such as
 * flow matching. In either case, validation selects the best weights by the log-likelihood of
 * held-out rows.
 *
 * <pre>{@code
 * training.fit(flow, data)                        // -log p(x)
 * training.fit(new FlowMatching(flow), data)      // a loss of another kind, the same model
 * }</pre>
 */
public interface Objective {
  /** Returns the distribution to train. A fit returns a model of it. */
  Distribution flow();

  /**
   * Builds the loss of each row in a training step. It may declare parameters of its own, which are
   * trained as well, but are not part of the model.
   *
   * @param scope the place of the distribution in the graph
   * @param x points of a batch, or of a thread's share of it, shaped {@code [n, event...]}
   * @return the losses, shaped {@code [n]}
   */
  Expr losses(GraphScope scope, Expr x);

  /** Returns the negative log-likelihood of a distribution, in nats a row. */
  static Objective likelihood(Distribution flow) {
    return new Likelihood(flow);
  }

  /** The negative log-likelihood. */
  record Likelihood(Distribution flow) implements Objective {
    public Likelihood {
      Objects.requireNonNull(flow, "distribution");
    }

    @Override
    public Expr losses(GraphScope scope, Expr x) {
      return flow.logProb(scope, x).negated();
    }
  }
}
