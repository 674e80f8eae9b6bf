package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Computes the values that parameters start from. */
final class Initialization {
  /** The initial weights of a distribution. */
  static Weights of(Distribution flow, int contextSize, long seed, Execution execution) {
    try (ParameterizedFunction density =
        EntryPoint.LOG_PROB.function(flow, contextSize, Precision.FLOAT32.type(), seed)) {
      return run(density.parameters(), execution);
    }
  }

  /** Runs the initializers, in single precision so that every graph starts from the same values. */
  private static Weights run(Map<String, Parameters.Declared> parameters, Execution execution) {
    if (parameters.isEmpty()) {
      return new Weights(Map.of());
    }
    try (Graph graph = new Graph();
        Session session =
            execution.open(
                graph, Execution.Optimization.DEFAULT, Execution.Schedule.MANY_THREADS)) {
      Ops tf = Ops.create(graph);
      List<Operand<TFloating>> values = new ArrayList<>();
      for (Parameters.Declared declared : parameters.values()) {
        long[] sizes = declared.shape().asArray();
        values.add(declared.initializer().call(tf, tf.constant(sizes), Precision.FLOAT32.type()));
      }
      Session.Runner runner = session.runner();
      values.forEach(value -> runner.fetch(tf.identity(value)));
      return fetch(runner, parameters);
    }
  }

  private static Weights fetch(Session.Runner runner, Map<String, Parameters.Declared> parameters) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int index = 0;
      for (var entry : parameters.entrySet()) {
        double[] values = Precision.doubles(result.get(index++));
        byName.put(entry.getKey(), new Weights.Array(entry.getValue().shape(), values));
      }
    }
    return new Weights(byName);
  }

  private Initialization() {}
}
