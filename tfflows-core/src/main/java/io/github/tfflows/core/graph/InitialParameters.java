package io.github.tfflows.core.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

final class InitialParameters implements ParameterSource {
  private final Ops tf;
  private final Class<? extends TFloating> type;
  private final long seed;
  private final boolean isDifferentiated;
  private final Map<String, Declaration> declared = new HashMap<>();
  private final Map<String, Operand<TFloating>> values = new HashMap<>();

  InitialParameters(Ops tf, Class<? extends TFloating> type, long seed, boolean isDifferentiated) {
    this.tf = tf;
    this.type = type;
    this.seed = seed;
    this.isDifferentiated = isDifferentiated;
  }

  /** Returns the names of the parameters declared so far. */
  Set<String> names() {
    return Set.copyOf(declared.keySet());
  }

  @Override
  public Class<? extends TFloating> type() {
    return type;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Phase phase() {
    return Phase.EVALUATION;
  }

  @Override
  public boolean isDifferentiated() {
    return isDifferentiated;
  }

  @Override
  public Operand<TFloating> parameter(Declaration asked) {
    declared.putIfAbsent(asked.name(), asked);
    asked.requireShape(declared.get(asked.name()).shape());
    return values.computeIfAbsent(
        asked.name(),
        unused -> asked.initializer().call(tf, tf.constant(asked.shape().asArray()), floats()));
  }

  @Override
  public void update(String name, Operand<TFloating> next) {}

  @Override
  public void addLoss(String name, Operand<TFloating> term) {}

  @SuppressWarnings("unchecked") // TensorFlow's ops are generic in the graph's own float type
  private Class<TFloating> floats() {
    return (Class<TFloating>) type;
  }
}
