package io.github.tfflows.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A named place in a function body under construction. It hands out the ops, the float type, the
 * parameters and the conditioning input to whatever is being built there, and lives for one build.
 *
 * @param <T> the float type of the graph
 */
public final class GraphScope<T extends TFloating> {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final Ops tf;
  private final String path;
  private final Parameters<T> parameters;
  private final @Nullable Operand<T> context;

  GraphScope(Ops tf, String path, Parameters<T> parameters, @Nullable Operand<T> context) {
    this.tf = tf;
    this.path = path;
    this.parameters = parameters;
    this.context = context;
  }

  /**
   * Returns the ops of this place.
   *
   * @return the ops, named below this place
   */
  public Ops tf() {
    return tf;
  }

  /**
   * Returns the float type of the graph.
   *
   * @return the type token
   */
  public Class<T> type() {
    return parameters.type();
  }

  /**
   * Returns the place {@code name} below this one. Asking twice yields the same parameters.
   *
   * @param name a role or position, in lower case with underscores
   * @return the place
   */
  public GraphScope<T> sub(String name) {
    String below = path.isEmpty() ? name : path + "." + name;
    return new GraphScope<>(tf.withSubScope(name), below, parameters, context);
  }

  /**
   * Returns what the density is conditioned on.
   *
   * @return the context, shaped {@code [n, c]}, or nothing when the density is unconditional
   */
  public Optional<Operand<T>> context() {
    return Optional.ofNullable(context);
  }

  /**
   * Returns this place with another context, for instance an embedding of the one it has.
   *
   * @param embedded the new context, shaped {@code [n, c]}
   * @return the place
   */
  public GraphScope<T> withContext(Operand<T> embedded) {
    return new GraphScope<>(tf, path, parameters, embedded);
  }

  /**
   * Appends the context's columns to {@code x}.
   *
   * @param x shaped {@code [n, d]}
   * @return shaped {@code [n, d + c]}; {@code x} itself when there is no context
   */
  public Operand<T> appendContext(Operand<T> x) {
    return context == null ? x : tf.concat(List.of(x, context), tf.constant(-1));
  }

  /**
   * Returns the trainable parameter {@code name} of this place, declaring it on first use.
   *
   * @param name its role, in lower case with underscores
   * @param shape its shape, all sizes known
   * @param initializer what it starts from
   * @return its value
   * @throws IllegalStateException if it was declared with another shape
   */
  public Operand<T> parameter(String name, Shape shape, Initializer<T> initializer) {
    return parameters.get(qualified(name), shape, initializer);
  }

  /**
   * Returns the trainable parameter {@code name} of this place, declaring it on first use.
   *
   * @param name its role, in lower case with underscores
   * @param shape its shape, all sizes known
   * @param initial the entries it starts from, row by row
   * @return its value
   * @throws IllegalStateException if it was declared with another shape
   */
  public Operand<T> parameter(String name, Shape shape, double... initial) {
    return parameter(
        name,
        shape,
        (ops, sizes, floats) ->
            ops.dtypes.cast(ops.constant(shape, DataBuffers.of(initial)), floats));
  }

  /**
   * Returns a trainable parameter that is set from the first batch of training and starts at zero
   * where there is no such batch.
   *
   * @param name its role, in lower case with underscores
   * @param shape its shape, all sizes known
   * @param fromBatch builds its first value from the batch at hand
   * @return its value
   * @throws IllegalStateException if it was declared with another shape
   */
  public Operand<T> dataDependent(String name, Shape shape, Supplier<Operand<T>> fromBatch) {
    return parameters.dataDependent(qualified(name), shape, new Zeros<>(), fromBatch);
  }

  /**
   * Returns a seed that depends on the build's seed and on this place only, so that adding a layer
   * re-seeds no other.
   *
   * @return the seed
   */
  public long seed() {
    return parameters.seed() ^ path.hashCode() * GOLDEN_GAMMA;
  }

  /**
   * Dresses an operand for arithmetic.
   *
   * @param x any operand of the graph's float type
   * @return the same values
   */
  public Expr<T> expr(Operand<T> x) {
    return x instanceof Expr<T> dressed ? dressed : new Expr<>(this, x);
  }

  /**
   * Returns a constant number of the graph's float type.
   *
   * @param value the number
   * @return a scalar
   */
  public Operand<T> scalar(double value) {
    return constant(Shape.scalar(), value);
  }

  /**
   * Returns a constant array of the graph's float type.
   *
   * @param shape its shape
   * @param values its entries, row by row
   * @return the constant
   */
  @SuppressWarnings("unchecked") // the type token decides which branch is taken
  public Operand<T> constant(Shape shape, double... values) {
    if (type() == (Class<?>) TFloat64.class) {
      return (Operand<T>) tf.constant(shape, DataBuffers.of(values));
    }
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return (Operand<T>) tf.constant(shape, DataBuffers.of(narrowed));
  }

  /**
   * Sums every axis but the first, the batch.
   *
   * @param x shaped {@code [n, ...]}, of known rank
   * @return shaped {@code [n]}
   */
  public Operand<T> sumEvent(Operand<T> x) {
    int[] axes = IntStream.range(1, x.shape().numDimensions()).toArray();
    return tf.reduceSum(x, tf.constant(axes), ReduceSum.keepDims(false));
  }

  /**
   * Returns the log-determinant of a volume-preserving map.
   *
   * @param x points shaped {@code [n, event...]}
   * @return zeros shaped {@code [n]}
   */
  public Operand<T> zeroLogDet(Operand<T> x) {
    return rowConstant(x, scalar(0));
  }

  /**
   * Repeats a number for each row, as the log-determinant of a map whose Jacobian is constant.
   *
   * @param x points shaped {@code [n, event...]}
   * @param value a scalar
   * @return {@code value} shaped {@code [n]}
   */
  public Operand<T> rowConstant(Operand<T> x, Operand<T> value) {
    return tf.broadcastTo(value, tf.slice(tf.shape(x), tf.array(0), tf.array(1)));
  }

  private String qualified(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
