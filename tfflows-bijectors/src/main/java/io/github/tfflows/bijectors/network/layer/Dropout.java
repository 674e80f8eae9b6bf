package io.github.tfflows.bijectors.network.layer;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Dropout (Srivastava et al., 2014, "Dropout: a simple way to prevent neural networks from
 * overfitting"): a training step sets a share of the units to zero and divides the others by the
 * remaining share; other calls do not change the units.
 *
 * <p>The seed of a step combines the seed of the place and the bits of the sum of all units. It
 * changes with the batch and the weights, and equal trainings drop equal units.
 *
 * @param rate the share of the units that a step drops
 */
public record Dropout(GraphScope scope, double rate) implements UnaryOperator<Expr> {
  @Override
  public Expr apply(Expr h) {
    return rate > 0 && scope.isTrainingStep()
        ? h.times(uniform(h).atLeast(rate).indicator().times(1 / (1 - rate)))
        : h;
  }

  private Expr uniform(Expr h) {
    Ops tf = h.scope().tf();
    Operand<TInt64> seed =
        tf.stack(List.of(tf.constant(scope.seed()), bits(tf, h.reshape(-1).sumLast())));
    return Noise.uniformLike(scope, seed, h);
  }

  private Operand<TInt64> bits(Ops tf, Expr sum) {
    Expr constant = sum.stopGradient();
    return scope.type() == (Class<?>) TFloat64.class
        ? tf.bitcast(constant, TInt64.class)
        : tf.dtypes.cast(tf.bitcast(constant, TInt32.class), TInt64.class);
  }
}
