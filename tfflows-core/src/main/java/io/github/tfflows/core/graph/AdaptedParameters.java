package io.github.tfflows.core.graph;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The parameters of another source, changed for one use. Their names stay. */
interface AdaptedParameters extends ParameterSource {
  /** Returns the parameters as constants, which no gradient reaches. */
  static AdaptedParameters held(ParameterSource source, Supplier<Ops> tf) {
    return new Changed(
        source, source.isDifferentiated(), false, parameter -> tf.get().stopGradient(parameter));
  }

  /**
   * Returns the parameters for results that the graph itself differentiates, even in evaluation.
   */
  static AdaptedParameters differentiated(ParameterSource source) {
    return new Changed(source, true, true, parameter -> parameter);
  }

  /**
   * Parameters that a function changes.
   *
   * @param source the other source
   * @param isDifferentiated whether results must have gradients
   * @param isTrained whether gradients reach the parameters, so that terms of the loss count
   * @param change builds a parameter from the source's parameter
   */
  record Changed(
      ParameterSource source,
      boolean isDifferentiated,
      boolean isTrained,
      UnaryOperator<Operand<TFloating>> change)
      implements AdaptedParameters {
    @Override
    public Operand<TFloating> parameter(Declaration declaration) {
      Operand<TFloating> value = source.parameter(declaration);
      return declaration.kind() == Kind.STATE ? value : change.apply(value);
    }

    @Override
    public void addLoss(String name, Operand<TFloating> term) {
      if (isTrained) {
        source.addLoss(name, term);
      }
    }
  }

  ParameterSource source();

  @Override
  default Class<? extends TFloating> type() {
    return source().type();
  }

  @Override
  default long seed() {
    return source().seed();
  }

  @Override
  default Phase phase() {
    return source().phase();
  }

  @Override
  default boolean isDifferentiated() {
    return source().isDifferentiated();
  }

  @Override
  default Operand<TFloating> parameter(Declaration declaration) {
    return source().parameter(declaration);
  }

  @Override
  default void update(String name, Operand<TFloating> next) {
    source().update(name, next);
  }

  @Override
  default void addLoss(String name, Operand<TFloating> term) {
    source().addLoss(name, term);
  }
}
