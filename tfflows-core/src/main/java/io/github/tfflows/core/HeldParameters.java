package io.github.tfflows.core;

import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters of another source, held constant: no gradient reaches them.
 *
 * @param source the other source
 * @param tf the ops of the graph
 */
record HeldParameters(ParameterSource source, Supplier<Ops> tf) implements ParameterSource {
  @Override
  public Class<? extends TFloating> type() {
    return source.type();
  }

  @Override
  public long seed() {
    return source.seed();
  }

  @Override
  public Phase phase() {
    return source.phase();
  }

  @Override
  public Operand<TFloating> trainable(
      String name, Shape shape, Initializer<TFloating> initializer) {
    return held(source.trainable(name, shape, initializer));
  }

  @Override
  public Operand<TFloating> dataDependent(
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Supplier<? extends Operand<TFloating>> fromBatch) {
    return held(source.dataDependent(name, shape, initializer, fromBatch));
  }

  private Operand<TFloating> held(Operand<TFloating> parameter) {
    return tf.get().stopGradient(parameter);
  }

  @Override
  public Operand<TFloating> state(String name, Shape shape, Initializer<TFloating> initializer) {
    return source.state(name, shape, initializer);
  }

  @Override
  public void update(String name, Operand<TFloating> next) {
    source.update(name, next);
  }
}
