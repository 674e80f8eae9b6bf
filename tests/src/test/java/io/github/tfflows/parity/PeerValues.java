package io.github.tfflows.parity;

import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.ReferenceValues;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat64;

/**
 * What another library computed: rows and their images, densities, and the weights of the flow by
 * their names here.
 */
record PeerValues(TransformedDistribution flow, Map<String, double[]> byKey) {
  /** Reads the file named after a flow and a library, such as {@code maf.zuko}. */
  static PeerValues of(String file) {
    Map<String, double[]> byKey = ReferenceValues.of(PeerValues.class, file + ".properties").all();
    return new PeerValues(PeerFlows.of(file.substring(0, file.indexOf('.'))), byKey);
  }

  double[] x() {
    return values("x");
  }

  double[] z() {
    return values("z");
  }

  double[] logProb() {
    return values("log_prob");
  }

  Rows xRows() {
    return rows(x(), flow.eventShape());
  }

  Rows zRows() {
    return rows(z(), flow.base().eventShape());
  }

  Rows contextRows() {
    return rows(context(), Shape.of(contextSize()));
  }

  CompiledDistribution compile(Weights weights, Execution execution) {
    return CompiledDistribution.compile(flow, contextSize(), weights, execution);
  }

  /** The weights that the flow asks for, with the values from the file. */
  Weights weights() {
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    try (CompiledDistribution untrained =
        CompiledDistribution.compile(flow, contextSize(), 0, Execution.defaults())) {
      untrained
          .weights()
          .byName()
          .forEach(
              (name, initial) ->
                  weights.put(name, new Weights.Array(initial.shape(), values(name))));
    }
    return new Weights(weights);
  }

  /** The inputs of a signature that maps {@code input}, to be closed. */
  Map<String, Tensor> tensors(String input) {
    Map<String, Tensor> tensors = new HashMap<>();
    Shape event = input.equals("z") ? flow.base().eventShape() : flow.eventShape();
    tensors.put(input, tensor(values(input), event));
    if (contextSize() > 0) {
      tensors.put("context", tensor(context(), Shape.of(contextSize())));
    }
    return tensors;
  }

  private double[] context() {
    return byKey.getOrDefault("context", new double[0]);
  }

  private int contextSize() {
    return context().length / count();
  }

  private int count() {
    return logProb().length;
  }

  private double[] values(String key) {
    double[] values = byKey.get(key);
    if (values == null) {
      throw new IllegalArgumentException(key + " is not in " + byKey.keySet());
    }
    return values;
  }

  private Tensor tensor(double[] values, Shape event) {
    return TFloat64.tensorOf(event.prepend(count()), DataBuffers.of(values));
  }

  private Rows rows(double[] values, Shape event) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return new Rows(narrow, event, count());
  }
}
