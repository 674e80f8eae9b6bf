package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Objects;

/**
 * A loss that trains a distribution on rows: its negative log-likelihood, or another one, such as
 * that of flow matching. Validation uses the log-likelihood of held-out rows in either case, and
 * selects the best weights by it.
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
   * Builds the loss of each row in a training step. It may declare parameters besides those of the
   * distribution; they are trained with it and are not part of the model.
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
