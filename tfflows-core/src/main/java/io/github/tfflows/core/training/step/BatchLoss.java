package io.github.tfflows.core.training.step;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.inference.Divergence;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.core.runtime.Inputs;
import io.github.tfflows.core.runtime.Parameters;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** The loss of a batch that training minimizes. */
public interface BatchLoss {
  /** Returns the number of equal shares whose mean loss is the loss of the batch. */
  Shares shares(int rows, Execution execution);

  /** Declares inputs and builds the loss of each row, in nats. */
  Expr losses(Inputs inputs, Parameters parameters);

  default Weights initial(long seed, Execution execution) {
    return Initialization.of(this::losses, seed, execution);
  }

  /** Declares inputs and builds the mean loss, a scalar in nats a row. */
  default Expr mean(Inputs inputs, Parameters parameters) {
    return losses(inputs, parameters).mean(0);
  }

  /**
   * Builds the mean loss with the terms that the distribution {@linkplain GraphScope#addLoss
   * added}, in the body of a training step.
   */
  default Expr loss(Inputs inputs, Parameters parameters) {
    Expr loss = mean(inputs, parameters);
    for (Operand<TFloating> term : parameters.addedLosses()) {
      loss = loss.plus(loss.scope().expr(term));
    }
    return loss;
  }

  /**
   * Returns the loss of rows like these: with the same size of the context, and with weights if
   * they have some.
   */
  static BatchLoss of(Objective objective, Data like) {
    return new OfRows(objective, like.context().size(), like.isWeighted());
  }

  /**
   * The losses of an objective over a batch of {@code x} and {@code context} in training steps, and
   * {@code -log p(x | c)} elsewhere.
   *
   * <p>The input {@code weight}, if any, applies in training steps and in estimates from the first
   * batch. The mean loss does not divide by the weights of the batch, since that ratio would be
   * biased.
   */
  record OfRows(Objective objective, int contextSize, boolean isWeighted) implements BatchLoss {
    @Override
    public Shares shares(int rows, Execution execution) {
      return Shares.of(rows, execution);
    }

    @Override
    public Expr losses(Inputs inputs, Parameters parameters) {
      return losses(inputs, root(inputs, parameters));
    }

    @Override
    public Expr mean(Inputs inputs, Parameters parameters) {
      GraphScope root = root(inputs, parameters);
      Expr losses = losses(inputs, root);
      return root.rowWeights().map(losses::times).orElse(losses).mean(0);
    }

    private GraphScope root(Inputs inputs, Parameters parameters) {
      GraphScope root = GraphScope.root(inputs.tf(), parameters);
      return isWeighted && root.hasTrainingRows()
          ? root.withRowWeights(
              root.expr(inputs.points(Feed.WEIGHT, root.type(), Shape.of(1))).entry(0))
          : root;
    }

    private Expr losses(Inputs inputs, GraphScope root) {
      Distribution flow = objective.flow();
      Expr x = root.expr(inputs.points("x", root.type(), flow.eventShape()));
      GraphScope place = inputs.withContext(root, contextSize);
      if (root.isTrainingStep() || objective instanceof Objective.Likelihood) {
        return objectiveOf(place, x);
      }
      Expr logProb = flow.logProb(place, x);
      Expr unused = objectiveOf(place, x); // declares its own parameters in every phase
      return logProb.negated();
    }

    private Expr objectiveOf(GraphScope place, Expr x) {
      return Require.eachRow("the loss of " + objective, objective.losses(place, x));
    }
  }

  /** The mean loss of a divergence over {@code draws} of a flow from a {@code seed}. */
  record Variational(Distribution flow, LogDensity target, Divergence divergence, int draws)
      implements BatchLoss {
    /** Returns one: all draws of a step come from one seed. */
    @Override
    public Shares shares(int rows, Execution execution) {
      return new Shares(1);
    }

    @Override
    public Expr losses(Inputs inputs, Parameters parameters) {
      Operand<TInt64> seed = inputs.add("seed", TInt64.class, Shape.of(2));
      GraphScope scope = GraphScope.root(inputs.tf(), parameters);
      Sample drawn = flow.sample(scope, new Noise(inputs.tf().constant(draws), seed));
      return divergence.losses(new Divergence.Pair(scope, flow, target, drawn));
    }
  }
}
