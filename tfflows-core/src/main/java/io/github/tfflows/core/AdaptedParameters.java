package io.github.tfflows.core;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters of another source, under the same names, for another use.
 *
 * @param source the other source
 * @param isDifferentiated whether results must have gradients
 * @param isTrained whether gradients reach the parameters, and with them the terms of the loss
 * @param change builds a parameter from that of the source
 */
record AdaptedParameters(
    ParameterSource source,
    boolean isDifferentiated,
    boolean isTrained,
    UnaryOperator<Operand<TFloating>> change)
    implements ParameterSource {
  /** Returns the parameters held constant: no gradient reaches them. */
  static AdaptedParameters held(ParameterSource source, Supplier<Ops> tf) {
    return new AdaptedParameters(
        source, source.isDifferentiated(), false, parameter -> tf.get().stopGradient(parameter));
  }

  /** Returns them for results that a graph differentiates itself, even one that evaluates. */
  static AdaptedParameters differentiated(ParameterSource source) {
    return new AdaptedParameters(source, true, true, parameter -> parameter);
  }

  @Override
  public Class<? extends TFloating> type() {
    return source.type();
  }

  @Override
  public Phase phase() {
    return source.phase();
  }

  @Override
  public long seed() {
    return source.seed();
  }

  @Override
  public Operand<TFloating> trainable(
      String name, Shape shape, Initializer<TFloating> initializer) {
    return change.apply(source.trainable(name, shape, initializer));
  }

  @Override
  public Operand<TFloating> dataDependent(
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Supplier<? extends Operand<TFloating>> fromBatch) {
    return change.apply(source.dataDependent(name, shape, initializer, fromBatch));
  }

  @Override
  public Operand<TFloating> state(String name, Shape shape, Initializer<TFloating> initializer) {
    return source.state(name, shape, initializer);
  }

  @Override
  public void update(String name, Operand<TFloating> next) {
    source.update(name, next);
  }

  @Override
  public void addLoss(String name, Operand<TFloating> term) {
    if (isTrained) {
      source.addLoss(name, term);
    }
  }
}
