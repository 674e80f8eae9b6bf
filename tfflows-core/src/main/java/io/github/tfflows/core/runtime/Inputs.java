package io.github.tfflows.core.runtime;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TType;

/** The inputs of a function's body, declared on use. */
public final class Inputs {
  public record Port<S extends TType>(Class<S> type, Shape shape) {
    public Port<S> ofAnyRows() {
      return new Port<>(type, shape.tail().prepend(Shape.UNKNOWN_SIZE));
    }

    /** Builds a placeholder, in the body or in a graph that calls the function. */
    public Operand<S> placeholder(Ops tf, String name) {
      return tf.withName(name).placeholder(type, Placeholder.shape(shape));
    }

    /** Builds an argument of the declared shape, which it keeps when the body is inlined. */
    public Output<?> fitted(Ops tf, Operand<?> argument) {
      // Shapes with unknown sizes are never equal.
      boolean fits = Arrays.equals(argument.shape().asArray(), shape.asArray());
      return (fits ? argument : tf.ensureShape(argument, shape)).asOutput();
    }
  }

  private final Ops tf;
  private final long rows;
  private final Map<String, Operand<?>> byName = new LinkedHashMap<>();
  private final Map<String, Port<?>> ports = new LinkedHashMap<>();

  public Inputs(Ops tf, long rows) {
    this.tf = tf;
    this.rows = rows;
  }

  public Ops tf() {
    return tf;
  }

  public Map<String, Operand<?>> operands() {
    return byName;
  }

  public Map<String, Port<?>> ports() {
    return ports;
  }

  public <S extends TType> Operand<S> add(String name, Class<S> type, Shape shape) {
    Port<S> port = new Port<>(type, shape);
    Operand<S> input = port.placeholder(tf, name);
    byName.put(name, input);
    ports.put(name, port);
    return input;
  }

  /** Declares events, one in each row. */
  public <S extends TType> Operand<S> points(String name, Class<S> type, Shape event) {
    return add(name, type, event.prepend(rows));
  }

  /** Declares the context and returns the place with it, unless it has no columns. */
  public GraphScope withContext(GraphScope scope, int size) {
    return size == 0 ? scope : scope.withContext(context(scope, size));
  }

  /**
   * Declares a context whose rows may have several points each, and returns the place with it,
   * unless it has no columns.
   */
  public GraphScope withSharedContext(GraphScope scope, int size, Expr points) {
    return size == 0 ? scope : scope.withSharedContext(context(scope, size), points);
  }

  private Expr context(GraphScope scope, int size) {
    return scope.expr(points("context", scope.type(), Shape.of(size)));
  }
}
