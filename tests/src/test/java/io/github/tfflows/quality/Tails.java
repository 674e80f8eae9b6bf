package io.github.tfflows.quality;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.Density;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Log-densities of rows that move outward from a row.
 *
 * @param lowest the lowest at the farthest, a feature
 * @param rise the largest rise on any way, from its lowest place so far
 * @param notFinite how many are minus infinity or no number
 */
record Tails(double lowest, double rise, int notFinite) {
  private static final double NEAREST = 10;
  private static final double FARTHEST = 1e6;

  /** Moves a row both ways along each axis, and in random directions. */
  static Tails of(Density density, Rows start, int directions, int distances) {
    Tails all = new Tails(Double.POSITIVE_INFINITY, 0, 0);
    for (double[] direction : directions(start.size(), directions)) {
      all =
          all.and(along(density.logProb(way(start.values(), direction, distances)), start.size()));
    }
    return all;
  }

  private static Tails along(float[] values, int d) {
    double least = Double.POSITIVE_INFINITY;
    double rise = 0;
    int notFinite = 0;
    for (float value : values) {
      least = Math.min(least, value);
      rise = Double.isFinite(least) ? Math.max(rise, value - least) : rise;
      notFinite += Float.isFinite(value) ? 0 : 1;
    }
    return new Tails(values[values.length - 1] / (double) d, rise, notFinite);
  }

  private Tails and(Tails other) {
    return new Tails(
        Math.min(lowest, other.lowest), Math.max(rise, other.rise), notFinite + other.notFinite);
  }

  private static List<double[]> directions(int d, int count) {
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < 2 * d; i++) {
      double[] axis = new double[d];
      axis[i / 2] = i % 2 == 0 ? 1 : -1;
      all.add(axis);
    }
    Random random = new Random(0);
    for (int i = 0; i < count; i++) {
      all.add(unit(random.doubles(d).map(u -> random.nextGaussian()).toArray()));
    }
    return all;
  }

  private static double[] unit(double[] vector) {
    double squares = 0;
    for (double entry : vector) {
      squares += entry * entry;
    }
    double[] unit = vector.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= Math.sqrt(squares);
    }
    return unit;
  }

  /** Rows at distances in equal ratios. */
  private static Rows way(float[] start, double[] direction, int distances) {
    float[][] rows = new float[distances][start.length];
    for (int row = 0; row < distances; row++) {
      double distance = NEAREST * Math.pow(FARTHEST / NEAREST, row / (distances - 1.0));
      for (int i = 0; i < start.length; i++) {
        rows[row][i] = (float) (start[i] + distance * direction[i]);
      }
    }
    return Rows.of(rows);
  }
}
