package io.github.tfflows.core.runtime;

import io.github.tfflows.core.graph.ParameterSource;
import java.util.Collection;
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
public final class Parameters implements ParameterSource {
  /** How a parameter gets its value. */
  public enum Kind {
    /** Moved by gradients from a value that an initializer draws. */
    TRAINABLE,

    /** Moved by gradients from a value computed from the first batch. */
    DATA_DEPENDENT,

    /** Set by training steps. */
    STATE
  }

  /** A parameter as the body declared it. */
  public record Declared(
      Operand<TFloating> operand, Shape shape, Initializer<TFloating> initializer, Kind kind) {}

  private final Ops tf;
  private final Class<TFloating> type;
  private final long seed;
  private final Phase phase;
  private final Map<String, Declared> declared = new LinkedHashMap<>();
  private final Map<String, Operand<TFloating>> computed = new LinkedHashMap<>();
  private final Map<String, Operand<TFloating>> updates = new LinkedHashMap<>();
  private final Map<String, Operand<TFloating>> addedLosses = new LinkedHashMap<>();

  public Parameters(Ops tf, Class<TFloating> type, long seed, Phase phase) {
    this.tf = tf;
    this.type = type;
    this.seed = seed;
    this.phase = phase;
  }

  @Override
  public Class<TFloating> type() {
    return type;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  public Map<String, Declared> declared() {
    return declared;
  }

  /** Returns the data-dependent values of a build for {@link Phase#INITIALIZATION}. */
  public Map<String, Operand<TFloating>> computed() {
    return computed;
  }

  /** Returns the next states of a build for {@link Phase#TRAINING}. */
  public Map<String, Operand<TFloating>> updates() {
    return updates;
  }

  @Override
  public Operand<TFloating> trainable(
      String name, Shape shape, Initializer<TFloating> initializer) {
    return declare(name, shape, initializer, Kind.TRAINABLE);
  }

  @Override
  public Operand<TFloating> state(String name, Shape shape, Initializer<TFloating> initializer) {
    return declare(name, shape, initializer, Kind.STATE);
  }

  @Override
  public void update(String name, Operand<TFloating> next) {
    Declared known = declared.get(name);
    if (known == null || known.kind() != Kind.STATE) {
      throw new IllegalStateException(
          "%s is no state; the states are those that were declared by state()".formatted(name));
    }
    if (phase == Phase.TRAINING) {
      updates.put(name, next);
    }
  }

  /** Returns the terms of the loss that a build for {@link Phase#TRAINING} adds to its mean. */
  public Collection<Operand<TFloating>> addedLosses() {
    return addedLosses.values();
  }

  @Override
  public void addLoss(String name, Operand<TFloating> term) {
    if (phase == Phase.TRAINING) {
      addedLosses.put(name, term);
    }
  }

  @Override
  public Operand<TFloating> dataDependent(
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Supplier<? extends Operand<TFloating>> fromBatch) {
    Operand<TFloating> stored = declare(name, shape, initializer, Kind.DATA_DEPENDENT);
    if (phase != Phase.INITIALIZATION) {
      return stored;
    }
    Operand<TFloating> value = computed.get(name);
    if (value == null) {
      value = fromBatch.get();
      computed.put(name, value);
    }
    return value;
  }

  private Operand<TFloating> declare(
      String name, Shape shape, Initializer<TFloating> initializer, Kind kind) {
    Declared known = declared.get(name);
    if (known == null) {
      Operand<TFloating> input = tf.withName(name).placeholder(type, Placeholder.shape(shape));
      known = new Declared(input, shape, initializer, kind);
      declared.put(name, known);
    } else if (!known.shape().equals(shape)) {
      throw new IllegalStateException(
          "parameter %s has shape %s, asked for with %s".formatted(name, known.shape(), shape));
    }
    return known.operand();
  }
}
