package io.github.tfflows.core;

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

/** The variables of a training graph by name: parameters and what the optimizer remembers. */
final class Variables<T extends TFloating> {
  private record Variable<T extends TFloating>(
      Shape shape,
      VarHandleOp handle,
      ReadVariableOp<T> value,
      Placeholder<T> next,
      Op assignment) {}

  private final Ops tf;
  private final Class<T> type;
  private final Map<String, Variable<T>> byName = new LinkedHashMap<>();

  Variables(Graph graph, Class<T> type) {
    this.tf = Ops.create(graph).withSubScope("variables");
    this.type = type;
  }

  Class<T> type() {
    return type;
  }

  void add(String name, Shape shape) {
    VarHandleOp handle = tf.withName(name).varHandleOp(type, shape, VarHandleOp.sharedName(name));
    Placeholder<T> next = tf.placeholder(type, Placeholder.shape(shape));
    byName.put(
        name,
        new Variable<>(
            shape,
            handle,
            tf.readVariableOp(handle, type),
            next,
            tf.assignVariableOp(handle, next)));
  }

  Operand<? extends TType> handle(String name) {
    return variable(name).handle();
  }

  int rank(String name) {
    return variable(name).shape().numDimensions();
  }

  /** The value at the beginning of a step. */
  Operand<T> value(String name) {
    return variable(name).value();
  }

  /** A constant of the graph's float type. */
  Operand<T> number(double value) {
    return tf.dtypes.cast(tf.constant(value), type);
  }

  /** Sets variables from arrays. */
  void assign(Session session, Map<String, Weights.Array> values) {
    Session.Runner runner = session.runner();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    try {
      values.forEach(
          (name, array) -> {
            Variable<T> variable = variable(name);
            Tensor tensor = Precision.of(type).tensor(array.values(), array.shape());
            fed.put(name, tensor);
            runner.feed(variable.next(), tensor).addTarget(variable.assignment());
          });
      if (!fed.isEmpty()) {
        runner.run().close();
      }
    } finally {
      fed.values().forEach(Tensor::close);
    }
  }

  /** Copies variables out. */
  Map<String, Weights.Array> fetch(Session session, List<String> names) {
    Map<String, Weights.Array> values = new LinkedHashMap<>();
    if (names.isEmpty()) {
      return values;
    }
    Session.Runner runner = session.runner();
    names.forEach(name -> runner.fetch(variable(name).value()));
    try (Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        double[] copy = Precision.doubles(result.get(i));
        values.put(names.get(i), new Weights.Array(variable(names.get(i)).shape(), copy));
      }
    }
    return values;
  }

  private Variable<T> variable(String name) {
    Variable<T> variable = byName.get(name);
    if (variable == null) {
      throw new IllegalStateException("no variable " + name + " among " + byName.keySet());
    }
    return variable;
  }
}
