package io.github.tfflows.tables;

import io.github.tfflows.core.data.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights without zeros. */
public final class RandomWeights {
  public static Weights like(Weights weights, long seed) {
    return like(weights, 0.5, seed);
  }

  /** Weights of a given standard deviation. */
  public static Weights like(Weights weights, double deviation, long seed) {
    Random random = new Random(seed);
    Map<String, Weights.Array> drawn = new LinkedHashMap<>();
    weights
        .byName()
        .forEach(
            (name, array) -> {
              double[] values = new double[array.values().length];
              for (int i = 0; i < values.length; i++) {
                values[i] = deviation * random.nextGaussian();
              }
              drawn.put(name, new Weights.Array(array.shape(), values));
            });
    return new Weights(drawn);
  }

  private RandomWeights() {}
}
