package io.github.tfflows.testing;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Initialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;

/** Weights away from their zero start, so that every path shows. */
public final class MovedWeights {
  public static Weights of(Distribution flow, int contextSize) {
    return like(Initialization.of(flow, contextSize, 0, Execution.defaults()), 0.3, 5);
  }

  /** Weights of a given standard deviation. */
  public static Weights like(Weights weights, double deviation, long seed) {
    Random random = new Random(seed);
    return each(weights, (name, value) -> deviation * random.nextGaussian());
  }

  /** Returns other weights, of each number in turn by the name of its array. */
  public static Weights each(Weights weights, ToDoubleBiFunction<String, Double> change) {
    Map<String, Weights.Array> changed = new LinkedHashMap<>();
    weights
        .byName()
        .forEach(
            (name, array) -> {
              double[] values = array.values().clone();
              Arrays.setAll(values, i -> change.applyAsDouble(name, values[i]));
              changed.put(name, new Weights.Array(array.shape(), values));
            });
    return new Weights(changed);
  }

  private MovedWeights() {}
}
