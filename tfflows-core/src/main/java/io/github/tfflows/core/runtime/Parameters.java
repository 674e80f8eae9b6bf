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
 * The parameters that one function body declares, by name. Each is an input of the function, to
 * which the caller's graph passes a variable (in training) or a constant (in a served model).
 */
public final class Parameters implements ParameterSource {
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

  public Map<String, Operand<TFloating>> updates() {
    return updates;
  }

  @Override
  public Operand<TFloating> parameter(Declaration declaration) {
    Operand<TFloating> stored = declare(declaration);
    return phase == Phase.INITIALIZATION && declaration.fromBatch().isPresent()
        ? computed(declaration.name(), declaration.fromBatch().get())
        : stored;
  }

  private Operand<TFloating> declare(Declaration asked) {
    String name = asked.name();
    Declared known = declared.get(name);
    if (known == null) {
      Shape shape = asked.shape();
      Operand<TFloating> input = tf.withName(name).placeholder(type, Placeholder.shape(shape));
      known = new Declared(input, shape, asked.initializer(), asked.kind());
      declared.put(name, known);
    }
    asked.requireShape(known.shape());
    return known.operand();
  }

  private Operand<TFloating> computed(
      String name, Supplier<? extends Operand<TFloating>> fromBatch) {
    Operand<TFloating> value = computed.get(name);
    if (value == null) {
      value = fromBatch.get();
      computed.put(name, value);
    }
    return value;
  }

  @Override
  public void update(String name, Operand<TFloating> next) {
    Declared known = declared.get(name);
    if (known == null || known.kind() != Kind.STATE) {
      throw new IllegalStateException(
          "%s is not a state; the states are those that were declared by state()".formatted(name));
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
}
