package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.HasTrainingLoss;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.ParameterSource;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Feed;
import io.github.tfflows.core.graph.Inputs;
import io.github.tfflows.core.graph.Parameters;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt64;

/** The loss that training minimizes. */
interface Objective {
  /** The shares of a batch whose losses have the loss of the batch as their mean. */
  Shares shares(int rows, Execution execution);

  /** Declares inputs and builds the loss of each row, in nats. */
  Expr losses(Inputs inputs, Parameters parameters);

  /** Declares inputs and builds the mean loss, a scalar in nats a row. */
  default Expr loss(Inputs inputs, Parameters parameters) {
    return losses(inputs, parameters).mean(0);
  }

  /**
   * {@code -mean log p(x | c)} over a batch of {@code x} and {@code context}; in training steps,
   * the flow's own loss where it has one.
   */
  record NegativeLogLikelihood(Distribution flow, int contextSize) implements Objective {
    @Override
    public Shares shares(int rows, Execution execution) {
      return Shares.of(rows, execution);
    }

    @Override
    public Expr losses(Inputs inputs, Parameters parameters) {
      return losses(inputs, GraphScope.root(inputs.tf(), parameters));
    }

    private Expr losses(Inputs inputs, GraphScope root) {
      Expr x = root.expr(inputs.points("x", root.type(), flow.eventShape()));
      GraphScope place = inputs.withContext(root, contextSize);
      return flow instanceof HasTrainingLoss own && root.phase() == ParameterSource.Phase.TRAINING
          ? own.trainingLoss(place, x)
          : flow.logProb(place, x).negated();
    }
  }

  /** Returns the negative log-likelihood of rows like the given ones, with weights if they have. */
  static Objective likelihood(Distribution flow, Data like) {
    NegativeLogLikelihood each = new NegativeLogLikelihood(flow, like.context().size());
    return like.isWeighted() ? new Weighted(each) : each;
  }

  /**
   * The losses of rows that count by their {@code weight}, in training steps and in estimates from
   * the first batch. The mean loss does not divide by the weights of the batch: the mean over
   * batches is then that over all rows, where a ratio would be biased.
   */
  record Weighted(NegativeLogLikelihood each) implements Objective {
    @Override
    public Shares shares(int rows, Execution execution) {
      return each.shares(rows, execution);
    }

    @Override
    public Expr losses(Inputs inputs, Parameters parameters) {
      GraphScope root = GraphScope.root(inputs.tf(), parameters);
      return root.phase().isTraining()
          ? each.losses(inputs, root.withRowWeights(weights(inputs, root)))
          : each.losses(inputs, root);
    }

    @Override
    public Expr loss(Inputs inputs, Parameters parameters) {
      GraphScope root = GraphScope.root(inputs.tf(), parameters);
      Expr weights = weights(inputs, root);
      return each.losses(inputs, root.withRowWeights(weights)).times(weights).mean(0);
    }

    private static Expr weights(Inputs inputs, GraphScope root) {
      return root.expr(inputs.points(Feed.WEIGHT, root.type(), Shape.of(1))).entry(0);
    }
  }

  /** The mean loss of a divergence over {@code draws} of a flow from a {@code seed}. */
  record Variational(Distribution flow, LogDensity target, Divergence divergence, int draws)
      implements Objective {
    /** One: all draws of a step come from one seed. */
    @Override
    public Shares shares(int rows, Execution execution) {
      return new Shares(1);
    }

    @Override
    public Expr losses(Inputs inputs, Parameters parameters) {
      Operand<TInt64> seed = inputs.add("seed", TInt64.class, Shape.of(2));
      GraphScope scope = GraphScope.root(inputs.tf(), parameters);
      Sample drawn = flow.sample(scope, new Noise(inputs.tf().constant(draws), seed));
      return divergence.losses(new InGraph(scope, flow, target, drawn));
    }
  }

  /** A flow, its target and its draws in a graph. */
  record InGraph(GraphScope scope, Distribution flow, LogDensity target, Sample drawn)
      implements Divergence.Pair {
    @Override
    public Expr draws() {
      return drawn.value();
    }

    @Override
    public Expr logFlowOfDraws() {
      return drawn.logProb();
    }

    @Override
    public Expr logFlow(Expr x) {
      return flow.logProb(scope, x);
    }

    @Override
    public Expr logFlowHeld(Expr x) {
      return flow.logProb(scope.withParametersHeld(), x);
    }

    @Override
    public Expr logTarget(Expr x) {
      return target.logProb(scope.sub("target"), x);
    }
  }
}
