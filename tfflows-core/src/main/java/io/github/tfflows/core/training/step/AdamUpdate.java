package io.github.tfflows.core.training.step;

import io.github.tfflows.core.training.recipe.Adam;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Steps of Adam, or of AdamW if it has weight decay. */
record AdamUpdate(Adam adam) {
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";

  /** The roles of its variables beside the values; both begin with zeros. */
  static final List<String> MOMENTS = List.of(MEAN, SQUARE);

  /** Builds the update, which begins when its gradient is complete. */
  Op of(
      Ops tf, Variables variables, Operand<TFloating> gradient, Rates rates, Set<String> reached) {
    Ops before = tf.withControlDependencies(gradient);
    if (adam.weightDecay() > 0) {
      before = tf.withControlDependencies(decay(before, variables, rates, reached));
    }
    return before.train.resourceApplyAdam(
        variables.handle(Variables.VALUE),
        variables.handle(MEAN),
        variables.handle(SQUARE),
        rates.beta1Power(),
        rates.beta2Power(),
        rates.learningRate(),
        variables.number(adam.beta1()),
        variables.number(adam.beta2()),
        variables.number(adam.epsilon()),
        gradient);
  }

  private Op decay(Ops before, Variables variables, Rates rates, Set<String> reached) {
    Operand<TFloating> share =
        before.math.mul(rates.learningRate(), variables.number(adam.weightDecay()));
    Operand<TFloating> shares =
        before.math.mul(variables.vector(variables.packing().kernels(reached)), share);
    Operand<TFloating> value = variables.current(before);
    return variables.subtract(before, before.math.mul(value, shares));
  }
}
