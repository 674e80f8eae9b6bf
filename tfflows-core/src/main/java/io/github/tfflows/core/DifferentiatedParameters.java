package io.github.tfflows.core;

import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters of another source, for results that a graph differentiates itself, even one that
 * otherwise evaluates.
 *
 * @param source the other source
 */
record DifferentiatedParameters(ParameterSource source) implements ParameterSource {
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
    return source.phase() == Phase.EVALUATION ? Phase.USE : source.phase();
  }

  @Override
  public Operand<TFloating> trainable(
      String name, Shape shape, Initializer<TFloating> initializer) {
    return source.trainable(name, shape, initializer);
  }

  @Override
  public Operand<TFloating> dataDependent(
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Supplier<? extends Operand<TFloating>> fromBatch) {
    return source.dataDependent(name, shape, initializer, fromBatch);
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
