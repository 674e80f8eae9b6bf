package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.Density;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/** The distribution functions of one entry of events, given a context for each row. */
record EntryLaw(Density density, int size, int place) {
  /** Returns the quantiles of a number of rows, row by row. */
  double[] quantiles(QuantileLevels levels, int rows) {
    double[] all = new double[Math.multiplyExact(rows, levels.count())];
    put(all, levels, levels.low(), density::quantile);
    put(all, levels, levels.high(), density::upperQuantile);
    return all;
  }

  /**
   * Computes the quantiles at some levels, given by their indices, and stores them in {@code all}.
   */
  private void put(double[] all, QuantileLevels levels, int[] some, UnaryOperator<Rows> quantile) {
    if (some.length == 0 || all.length == 0) {
      return;
    }
    float[] p = new float[all.length / levels.count() * some.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) levels.passed(some[i % some.length]);
    }
    double[] found = numbers(quantile.apply(points(p)));
    for (int i = 0; i < p.length; i++) {
      all[i / some.length * levels.count() + some[i % some.length]] = found[i];
    }
  }

  /** Events with a number in all entries. */
  private Rows points(float[] numbers) {
    float[] events = new float[Math.multiplyExact(numbers.length, size)];
    for (int i = 0; i < numbers.length; i++) {
      Arrays.fill(events, i * size, (i + 1) * size, numbers[i]);
    }
    return new Rows(events, Shape.of(size), numbers.length);
  }

  /** Returns the probabilities of at most the entry of each event. */
  double[] cdf(Rows events) {
    return numbers(density.cdf(events));
  }

  private double[] numbers(Rows events) {
    double[] numbers = new double[events.count()];
    Arrays.setAll(numbers, i -> events.values()[i * size + place]);
    return numbers;
  }
}
