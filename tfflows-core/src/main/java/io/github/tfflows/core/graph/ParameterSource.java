package io.github.tfflows.core.graph;

import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters of a graph under construction, by their full names. Definitions reach it through a
 * {@link GraphScope}; the builder of the graph provides their values: variables in training,
 * constants in a served model.
 */
public interface ParameterSource {
  /** The role of the current batch in training. */
  enum Phase {
    /** The first batch: data-dependent parameters are computed from it. */
    INITIALIZATION,

    /** A training step: parameters and states are updated from the batch. */
    TRAINING,

    /** None, as in validation and serving: parameters are read only. */
    EVALUATION
  }

  /** How a parameter gets its value. */
  enum Kind {
    /** Trained by gradients, from a value that an initializer draws. */
    TRAINABLE,

    /** Trained by gradients, from a value computed from the first batch. */
    DATA_DEPENDENT,

    /** Set by {@link #update}, not trained by gradients. */
    STATE
  }

  /**
   * A parameter as a definition declares it.
   *
   * @param name its full name
   * @param shape its shape, all sizes known
   * @param initializer its distribution before training
   * @param fromBatch builds the initial value of a data-dependent parameter from the first batch;
   *     empty for the other kinds
   */
  record Declaration(
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Kind kind,
      Optional<Supplier<? extends Operand<TFloating>>> fromBatch) {
    /**
     * Checks that the parameter was declared with this shape.
     *
     * @throws IllegalStateException if it was declared with another one
     */
    public void requireShape(Shape first) {
      if (!first.equals(shape)) {
        throw new IllegalStateException(
            "parameter %s has shape %s, declared again with %s".formatted(name, first, shape));
      }
    }
  }

  /**
   * Returns a source for a single graph in which every parameter has its initial value, to try or
   * to test a bijector.
   *
   * @param type the graph's float type, {@code TFloat32.class} or {@code TFloat64.class}
   * @param seed the seed of random initial values
   */
  static ParameterSource initial(Ops tf, Class<? extends TFloating> type, long seed) {
    return new InitialParameters(tf, type, seed, /* isDifferentiated= */ true);
  }

  Class<? extends TFloating> type();

  long seed();

  /** Returns the role of the current batch in training. */
  Phase phase();

  /**
   * Returns whether results must have gradients: by default in all phases but evaluation. Results
   * that need none may come from loops, which TensorFlow for Java cannot differentiate.
   */
  default boolean isDifferentiated() {
    return phase() != Phase.EVALUATION;
  }

  /**
   * Returns a parameter, declaring it on first use.
   *
   * @throws IllegalStateException if it was declared with another shape
   */
  Operand<TFloating> parameter(Declaration declaration);

  /** Sets a state at the end of a training step; ignored in other phases. */
  void update(String name, Operand<TFloating> next);

  /**
   * Adds a scalar to the mean loss of a training step, once for each name; ignored in other phases.
   */
  void addLoss(String name, Operand<TFloating> term);
}
