package io.github.tfflows.core;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** What training minimizes. */
interface Objective {
  /** The shares of a batch whose losses have the loss of the batch as their mean. */
  Shares shares(int rows, Execution execution);

  /** Declares inputs and builds the loss, a scalar in nats a row. */
  <T extends TFloating> Operand<T> loss(Inputs inputs, Parameters<T> parameters);

  /** {@code -mean log p(x | c)} over a batch of {@code x} and {@code context}. */
  record NegativeLogLikelihood(Distribution flow, int contextSize) implements Objective {
    @Override
    public Shares shares(int rows, Execution execution) {
      return Shares.of(rows, execution);
    }

    @Override
    public <T extends TFloating> Operand<T> loss(Inputs inputs, Parameters<T> parameters) {
      Ops tf = inputs.tf();
      Operand<T> x = inputs.points("x", parameters.type(), flow.eventShape());
      @Nullable Operand<T> context = inputs.context(parameters.type(), contextSize);
      Operand<T> logProb = flow.logProb(new GraphScope<>(tf, "", parameters, context), x);
      return tf.math.neg(tf.math.mean(logProb, tf.constant(0)));
    }
  }

  /**
   * {@code mean log q(x) - log p̃(x)} over {@code draws} of {@code q} from a {@code seed}: the
   * reverse Kullback-Leibler divergence up to a constant (Rezende and Mohamed, 2015,
   * arXiv:1505.05770, eq. 15).
   */
  record ReverseKl(Distribution flow, LogDensity target, int draws) implements Objective {
    /** One: all draws of a step come from one seed. */
    @Override
    public Shares shares(int rows, Execution execution) {
      return new Shares(1);
    }

    @Override
    public <T extends TFloating> Operand<T> loss(Inputs inputs, Parameters<T> parameters) {
      Ops tf = inputs.tf();
      Operand<TInt64> seed = inputs.add("seed", TInt64.class, Shape.of(2));
      Operand<TInt32> count = tf.constant(draws);
      GraphScope<T> scope = new GraphScope<>(tf, "", parameters, null);
      Sample<T> drawn = flow.sample(scope, count, seed);
      Operand<T> wanted = target.logProb(scope.sub("target"), drawn.value());
      return tf.math.mean(tf.math.sub(drawn.logProb(), wanted), tf.constant(0));
    }
  }
}
