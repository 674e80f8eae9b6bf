package io.github.tfflows.core.training.step;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.runtime.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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

/**
 * The variables of a vector of packed parameters, in several roles: values, moments of gradients,
 * averages. Threads can update several such vectors in parallel.
 */
final class Variables {
  /** The role of the parameters themselves. */
  static final String VALUE = "value";

  private record Variable(
      VarHandleOp handle,
      ReadVariableOp<TFloating> value,
      Placeholder<TFloating> next,
      Op assignment) {}

  private final Ops tf;
  private final Class<TFloating> type;
  private final Packing packing;
  private final Map<String, Variable> byRole = new LinkedHashMap<>();

  Variables(
      Graph graph, Class<TFloating> type, Packing packing, String suffix, List<String> roles) {
    this.tf = GraphScope.ops(graph).withSubScope("variables");
    this.type = type;
    this.packing = packing;
    roles.forEach(role -> byRole.put(role, variable(role + suffix)));
  }

  private Variable variable(String name) {
    Shape shape = packing.shape();
    VarHandleOp handle = tf.withName(name).varHandleOp(type, shape, VarHandleOp.sharedName(name));
    Placeholder<TFloating> next = tf.placeholder(type, Placeholder.shape(shape));
    return new Variable(
        handle, tf.readVariableOp(handle, type), next, tf.assignVariableOp(handle, next));
  }

  Packing packing() {
    return packing;
  }

  Class<TFloating> type() {
    return type;
  }

  Set<String> roles() {
    return byRole.keySet();
  }

  Operand<? extends TType> handle(String role) {
    return of(role).handle();
  }

  Operand<TFloating> value(String role) {
    return of(role).value();
  }

  /** Reads the parameters once the control inputs of {@code after} have run. */
  Operand<TFloating> current(Ops after) {
    return after.readVariableOp(handle(VALUE), type);
  }

  /** Moves the parameters once the control inputs of {@code after} have run. */
  Op subtract(Ops after, Operand<TFloating> step) {
    return after.assignSubVariableOp(handle(VALUE), step);
  }

  Operand<TFloating> number(double value) {
    return tf.dtypes.cast(tf.constant(value), type);
  }

  Operand<TFloating> vector(double[] values) {
    return tf.dtypes.cast(tf.constant(values), type);
  }

  void assign(Session session, Function<String, Weights> values) {
    Session.Runner runner = session.runner();
    List<Tensor> fed = new ArrayList<>();
    try {
      byRole.forEach(
          (role, variable) -> {
            fed.add(feed(runner, variable.next(), values.apply(role)));
            runner.addTarget(variable.assignment());
          });
      runner.run().close();
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** Feeds parameters in place of a vector; the caller closes the tensor. */
  Tensor feed(Session.Runner runner, Operand<TFloating> vector, Weights weights) {
    Tensor tensor = Tensors.of(Tensors.precision(type), packing.shape(), packing.pack(weights));
    runner.feed(vector, tensor);
    return tensor;
  }

  Weights fetch(Session session, String role) {
    try (Result result = session.runner().fetch(of(role).value()).run()) {
      return packing.unpack(Tensors.doubles(result.get(0)));
    }
  }

  private Variable of(String role) {
    return Objects.requireNonNull(byRole.get(role), role);
  }
}
