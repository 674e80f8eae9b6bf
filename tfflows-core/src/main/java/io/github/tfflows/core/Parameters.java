package io.github.tfflows.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters that one function body asks for, by name. Each is an input of the function; the
 * caller's graph decides what feeds it (a variable in training, a constant in a served model).
 */
final class Parameters<T extends TFloating> {
  /** What a build does at a data-dependent parameter. */
  enum Phase {
    /** Reads its stored value. */
    USE,
    /** Computes it from the batch at hand. */
    INITIALIZE
  }

  /** A parameter as the body declared it. */
  record Declared<T extends TFloating>(
      Operand<T> operand, Shape shape, Initializer<T> initializer, boolean dataDependent) {}

  private final Ops tf;
  private final Class<T> type;
  private final long seed;
  private final Phase phase;
  private final Map<String, Declared<T>> declared = new LinkedHashMap<>();
  private final Map<String, Operand<T>> computed = new LinkedHashMap<>();

  Parameters(Ops tf, Class<T> type, long seed, Phase phase) {
    this.tf = tf;
    this.type = type;
    this.seed = seed;
    this.phase = phase;
  }

  Class<T> type() {
    return type;
  }

  long seed() {
    return seed;
  }

  Map<String, Declared<T>> declared() {
    return declared;
  }

  /** The data-dependent values of an {@link Phase#INITIALIZE} build. */
  Map<String, Operand<T>> computed() {
    return computed;
  }

  Operand<T> get(String name, Shape shape, Initializer<T> initializer) {
    return get(name, shape, initializer, false);
  }

  private Operand<T> get(
      String name, Shape shape, Initializer<T> initializer, boolean dataDependent) {
    Declared<T> known = declared.get(name);
    if (known == null) {
      Operand<T> input = tf.withName(name).placeholder(type, Placeholder.shape(shape));
      known = new Declared<>(input, shape, initializer, dataDependent);
      declared.put(name, known);
    } else if (!known.shape().equals(shape)) {
      throw new IllegalStateException(
          "parameter " + name + " has shape " + known.shape() + ", asked for with " + shape);
    }
    return known.operand();
  }

  Operand<T> dataDependent(
      String name, Shape shape, Initializer<T> initializer, Supplier<Operand<T>> fromBatch) {
    Operand<T> stored = get(name, shape, initializer, true);
    if (phase == Phase.USE) {
      return stored;
    }
    Operand<T> value = computed.get(name);
    if (value == null) {
      value = fromBatch.get();
      computed.put(name, value);
    }
    return value;
  }
}
