package io.github.tfflows.gallery.inference;

import java.util.List;
import java.util.Random;

/** The uniform distribution in a box, between a lower and an upper bound of each parameter. */
public record BoxPrior(List<Double> low, List<Double> high) {
  /**
   * Copies the bounds and checks them.
   *
   * @throws IllegalArgumentException if there are none, or a lower bound is not below its upper one
   */
  public BoxPrior {
    low = List.copyOf(low);
    high = List.copyOf(high);
    if (low.isEmpty() || low.size() != high.size()) {
      throw new IllegalArgumentException(
          "expected as many upper bounds as lower ones, at least one, got %s and %s"
              .formatted(high.size(), low.size()));
    }
    for (int i = 0; i < low.size(); i++) {
      if (!(low.get(i) < high.get(i) && Double.isFinite(high.get(i) - low.get(i)))) {
        throw new IllegalArgumentException(
            "expected finite bounds of parameter %s, the lower one first, got %s and %s"
                .formatted(i, low.get(i), high.get(i)));
      }
    }
  }

  public int size() {
    return low.size();
  }

  /** Draws parameters, one set a row. */
  public float[][] draws(int count, long seed) {
    Random random = new Random(seed);
    float[][] draws = new float[count][];
    for (int i = 0; i < count; i++) {
      draws[i] = draw(random);
    }
    return draws;
  }

  float[] draw(Random random) {
    float[] row = new float[size()];
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) (low.get(k) + (high.get(k) - low.get(k)) * random.nextDouble());
    }
    return row;
  }
}
