package io.github.tfflows.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A weighted loss of an objective and its gradient by all parameters, in one function body. */
final class Gradients {
  /** The name of the loss among the outputs. */
  static final String LOSS = "loss";

  /** The name of the gradient by the parameters of one of the vectors, counted from zero. */
  static String gradient(int vector) {
    return "gradient_" + vector;
  }

  /** The body that builds them: times a weight, so that those of all shares add up to a mean. */
  static <T extends TFloating> ParameterizedFunction.Body<T> of(
      Objective objective, List<Packing> vectors, double weight) {
    return (in, parameters) -> {
      Ops tf = in.tf();
      Operand<T> factor = tf.dtypes.cast(tf.constant(weight), parameters.type());
      Operand<T> loss = tf.math.mul(objective.loss(in, parameters), factor);
      return build(loss, vectors, tf, parameters);
    };
  }

  private static <T extends TFloating> Map<String, Operand<T>> build(
      Operand<T> loss, List<Packing> vectors, Ops tf, Parameters<T> parameters) {
    Map<String, Operand<T>> results = new LinkedHashMap<>();
    results.put(LOSS, loss);
    Map<String, Operand<T>> slopes = slopes((Graph) tf.scope().env(), loss, parameters);
    for (int i = 0; i < vectors.size(); i++) {
      results.put(gradient(i), vectors.get(i).pack(tf, parameters.type(), slopes));
    }
    return results;
  }

  /** The gradients that there are: of what the loss depends on, through ops that have one. */
  private static <T extends TFloating> Map<String, Operand<T>> slopes(
      Graph body, Operand<T> loss, Parameters<T> parameters) {
    Set<GraphOperation> reached = body.subgraphTo(Set.of(loss));
    Map<String, Operand<T>> moving = new LinkedHashMap<>();
    parameters.declared().forEach((name, declared) -> moving.put(name, declared.operand()));
    moving.values().removeIf(parameter -> !reached.contains(parameter.op()));
    Map<String, Operand<T>> slopes = new LinkedHashMap<>();
    if (!moving.isEmpty()) {
      Output<?>[] at = moving.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new);
      Output<?>[] found = body.addGradients(loss.asOutput(), at);
      int index = 0;
      for (String name : moving.keySet()) {
        Output<?> slope = found[index++];
        if (!slope.isClosed()) { // an output of no op, where there is no gradient
          slopes.put(name, typed(slope));
        }
      }
    }
    return slopes;
  }

  @SuppressWarnings("unchecked") // a gradient has the type of its parameter
  private static <T extends TFloating> Operand<T> typed(Output<?> gradient) {
    return (Operand<T>) gradient;
  }

  private Gradients() {}
}
