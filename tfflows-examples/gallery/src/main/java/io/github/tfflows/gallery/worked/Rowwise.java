package io.github.tfflows.gallery.worked;

import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Rows and functions of rows, one row at a time. */
final class Rowwise {
  /** Draws rows one after the other; equal seeds give equal rows. */
  static float[][] drawn(int count, long seed, Function<Random, float[]> row) {
    Random random = new Random(seed);
    return Stream.generate(() -> row.apply(random)).limit(count).toArray(float[][]::new);
  }

  static float[] each(float[][] rows, ToDoubleFunction<float[]> function) {
    float[] values = new float[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(rows[i]);
    }
    return values;
  }

  private Rowwise() {}
}
