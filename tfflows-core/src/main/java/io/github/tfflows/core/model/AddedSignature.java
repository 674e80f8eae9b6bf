package io.github.tfflows.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A signature that an exported model has beside its own, with inputs and outputs of another form:
 * for instance an input for each column of a table. Every TensorFlow runtime can call it. {@link
 * CompiledDistribution#load} leaves it out, with the ops that it alone needs, so that these may be
 * of any kind but calls of functions; a model that is loaded and exported again has the signatures
 * that are added then.
 */
public interface AddedSignature {
  /** Returns the name of the signature, other than those of the model. */
  String name();

  /**
   * Builds the ops of the signature.
   *
   * @param tf where to build
   * @param model calls of the model's own signatures
   * @return placeholders and results
   */
  Ends build(Ops tf, Model model);

  /** The signatures of the model, as parts of a graph. */
  interface Model {
    /**
     * Builds a call of a signature.
     *
     * @param signature its name, such as {@code log_prob}
     * @param inputs all its inputs; numbers are cast to the type of the model
     * @param output the name of the output
     * @return the output in single precision
     * @throws IllegalArgumentException if there is no such signature or the inputs are not its own
     */
    Operand<TFloat32> call(
        String signature, Map<String, ? extends Operand<?>> inputs, String output);
  }

  /**
   * The ends of a signature.
   *
   * @param inputs its placeholders, by name
   * @param outputs its results, by name
   */
  record Ends(Map<String, Operand<?>> inputs, Map<String, Operand<?>> outputs) {
    /** Copies the ends. */
    public Ends {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }
}
