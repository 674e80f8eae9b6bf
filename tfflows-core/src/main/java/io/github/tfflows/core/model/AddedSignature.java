package io.github.tfflows.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * An additional signature of an exported model, with inputs and outputs in another form, such as an
 * input for each column of a table. Every TensorFlow runtime can call it. {@link
 * CompiledDistribution#load} drops the signature with its ops, so these may be any ops except calls
 * of functions. A loaded model does not have it; add it again to export it again.
 */
public interface AddedSignature {
  /**
   * Returns the name of the signature, which must differ from the names of the model's signatures.
   */
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
     * @throws IllegalArgumentException if there is no such signature, or the inputs are not the
     *     inputs of the signature
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
    public Ends {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }
}
