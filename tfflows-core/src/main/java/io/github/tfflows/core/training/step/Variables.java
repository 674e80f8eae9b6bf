package io.github.tfflows.core.training.step;

import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.runtime.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReadVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Vectors of one size that a training graph keeps from step to step, by name. */
public final class Variables {
  private record Variable(
      VarHandleOp handle,
      ReadVariableOp<TFloating> value,
      Placeholder<TFloating> next,
      Op assignment) {}

  private final Ops tf;
  private final Class<TFloating> type;
  private final Shape shape;
  private final String suffix;
  private final Map<String, Variable> byName = new LinkedHashMap<>();

  /** Those of one graph are told apart by their suffix. */
  Variables(Graph graph, Class<TFloating> type, Shape shape, String suffix) {
    this.tf = GraphScope.ops(graph).withSubScope("variables");
    this.type = type;
    this.shape = shape;
    this.suffix = suffix;
  }

  Class<TFloating> type() {
    return type;
  }

  void add(String name) {
    String shared = name + suffix;
    VarHandleOp handle =
        tf.withName(shared).varHandleOp(type, shape, VarHandleOp.sharedName(shared));
    Placeholder<TFloating> next = tf.placeholder(type, Placeholder.shape(shape));
    byName.put(
        name,
        new Variable(
            handle, tf.readVariableOp(handle, type), next, tf.assignVariableOp(handle, next)));
  }

  Operand<? extends TType> handle(String name) {
    return variable(name).handle();
  }

  /** The value at the beginning of a step. */
  Operand<TFloating> value(String name) {
    return variable(name).value();
  }

  /** A constant of the graph's float type. */
  Operand<TFloating> number(double value) {
    return tf.dtypes.cast(tf.constant(value), type);
  }

  /** A constant vector of the graph's float type. */
  Operand<TFloating> vector(double[] values) {
    return tf.dtypes.cast(tf.constant(values), type);
  }

  /** Sets variables from arrays, all in one pass. */
  void assign(Session session, Map<String, double[]> values) {
    Session.Runner runner = session.runner();
    List<Tensor> fed = new ArrayList<>();
    try {
      values.forEach(
          (name, array) -> {
            Variable variable = variable(name);
            Tensor tensor = Tensors.of(Tensors.precision(type), shape, array);
            fed.add(tensor);
            runner.feed(variable.next(), tensor).addTarget(variable.assignment());
          });
      runner.run().close();
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** Copies a variable out. */
  double[] fetch(Session session, String name) {
    try (Result result = session.runner().fetch(variable(name).value()).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  private Variable variable(String name) {
    Variable variable = byName.get(name);
    if (variable == null) {
      throw new IllegalStateException("no variable " + name + " among " + byName.keySet());
    }
    return variable;
  }
}
