package io.github.tfflows.core.training.step;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.types.family.TFloating;

/** A weighted loss of a batch and its gradient by all parameters, in one function body. */
final class Gradients {
  static final String LOSS = "loss";

  /**
   * Returns the body that builds them, times a weight, so that all shares add up to a mean.
   *
   * @param reached receives the names of the parameters that have a gradient
   */
  static ParameterizedFunction.Body of(
      BatchLoss batch, List<Packing> vectors, Packing states, double weight, Set<String> reached) {
    return (in, parameters) -> {
      Expr loss = batch.loss(in, parameters).times(weight);
      Map<String, Operand<TFloating>> results = new LinkedHashMap<>();
      results.put(LOSS, loss);
      Map<String, Operand<TFloating>> slopes =
          slopes((Graph) in.tf().scope().env(), loss, parameters);
      reached.addAll(slopes.keySet());
      for (int i = 0; i < vectors.size(); i++) {
        results.put("gradient_" + i, vectors.get(i).pack(in.tf(), parameters.type(), slopes));
      }
      if (states.size() > 0) {
        results.put("states", states.pack(in.tf(), parameters.type(), nextStates(parameters)));
      }
      return results;
    };
  }

  private static Map<String, Operand<TFloating>> nextStates(Parameters parameters) {
    Map<String, Operand<TFloating>> next = new LinkedHashMap<>();
    parameters.declared().forEach((name, declared) -> next.put(name, declared.operand()));
    next.putAll(parameters.updates());
    return next;
  }

  /**
   * Returns the gradients by the parameters on which the loss depends through differentiable ops.
   */
  private static Map<String, Operand<TFloating>> slopes(
      Graph body, Operand<TFloating> loss, Parameters parameters) {
    Set<GraphOperation> reached = body.subgraphTo(Set.of(loss));
    Map<String, Operand<TFloating>> moving = new LinkedHashMap<>();
    parameters
        .declared()
        .forEach(
            (name, declared) -> {
              if (declared.kind() != ParameterSource.Kind.STATE) {
                moving.put(name, declared.operand());
              }
            });
    moving.values().removeIf(parameter -> !reached.contains(parameter.op()));
    Map<String, Operand<TFloating>> slopes = new LinkedHashMap<>();
    if (!moving.isEmpty()) {
      Output<?>[] at = moving.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new);
      Output<?>[] found = body.addGradients(loss.asOutput(), at);
      int index = 0;
      for (String name : moving.keySet()) {
        Output<?> slope = found[index++];
        if (!slope.isClosed()) { // not an output of an op if there is no gradient
          slopes.put(name, typed(slope));
        }
      }
    }
    return slopes;
  }

  @SuppressWarnings("unchecked") // a gradient has the type of its parameter
  private static Operand<TFloating> typed(Output<?> gradient) {
    return (Operand<TFloating>) gradient;
  }

  private Gradients() {}
}
