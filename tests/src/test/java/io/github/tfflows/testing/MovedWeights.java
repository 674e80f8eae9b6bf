package io.github.tfflows.testing;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Initialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights away from their zero start, so that every path shows. */
public final class MovedWeights {
  public static Weights of(Distribution flow, int contextSize) {
    Random random = new Random(5);
    Map<String, Weights.Array> moved = new LinkedHashMap<>();
    Initialization.of(flow, contextSize, 0, Execution.defaults())
        .byName()
        .forEach(
            (name, array) -> {
              double[] values = array.values().clone();
              Arrays.setAll(values, i -> 0.3 * random.nextGaussian());
              moved.put(name, new Weights.Array(array.shape(), values));
            });
    return new Weights(moved);
  }

  private MovedWeights() {}
}
