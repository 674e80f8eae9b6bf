package io.github.tfflows.core.runtime;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Computes the initial values of parameters. */
public final class Initialization {
  public static Weights of(Distribution flow, int contextSize, long seed, Execution execution) {
    return of(
        (inputs, parameters) -> {
          GraphScope root = GraphScope.root(inputs.tf(), parameters);
          Expr x = root.expr(inputs.points("x", root.type(), flow.eventShape()));
          return flow.logProb(inputs.withContext(root, contextSize), x);
        },
        seed,
        execution);
  }

  /** Returns the initial values of the parameters that a build for evaluation declares. */
  public static Weights of(
      BiFunction<Inputs, Parameters, Expr> build, long seed, Execution execution) {
    Class<TFloating> type = Tensors.type(Precision.FLOAT32);
    return run(ParameterizedFunction.declared(type, seed, build), execution);
  }

  /** Runs the initializers, in single precision so that every graph starts from the same values. */
  private static Weights run(Map<String, Parameters.Declared> parameters, Execution execution) {
    if (parameters.isEmpty()) {
      return new Weights(Map.of());
    }
    requireHeap(parameters);
    // It runs once, so optimizing it would take longer.
    try (Graph graph = new Graph();
        Session session =
            Sessions.open(
                graph,
                execution,
                Sessions.Optimization.BY_FUNCTION,
                Sessions.Schedule.MANY_THREADS)) {
      Ops tf = GraphScope.ops(graph);
      List<Operand<TFloating>> values = new ArrayList<>();
      for (Parameters.Declared declared : parameters.values()) {
        long[] sizes = declared.shape().asArray();
        values.add(
            declared.initializer().call(tf, tf.constant(sizes), Tensors.type(Precision.FLOAT32)));
      }
      Session.Runner runner = session.runner();
      values.forEach(value -> runner.fetch(tf.identity(value)));
      return fetch(runner, parameters);
    }
  }

  private static void requireHeap(Map<String, Parameters.Declared> parameters) {
    long numbers =
        parameters.values().stream().mapToLong(declared -> declared.shape().size()).sum();
    long most = Runtime.getRuntime().maxMemory() / Double.BYTES;
    if (numbers > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the distribution has %,d parameters, more than the Java heap can hold: %,d (see -Xmx)",
              numbers,
              most));
    }
  }

  private static Weights fetch(Session.Runner runner, Map<String, Parameters.Declared> parameters) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int index = 0;
      for (var entry : parameters.entrySet()) {
        double[] values = Tensors.doubles(result.get(index++));
        byName.put(entry.getKey(), new Weights.Array(entry.getValue().shape(), values));
      }
    }
    return new Weights(byName);
  }

  private Initialization() {}
}
