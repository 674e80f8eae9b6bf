package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.Density;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution functions of an entry of events.
 *
 * @param density the density, given a context for each row
 * @param size the number of entries of an event
 * @param place the index of the entry
 */
record EntryLaw(Density density, int size, int place) {
  /** Returns the quantiles at levels of each of so many rows, row by row. */
  double[] quantiles(QuantileLevels levels, int rows) {
    double[] all = new double[Math.multiplyExact(rows, levels.count())];
    put(all, levels, levels.low(), density::quantile);
    put(all, levels, levels.high(), density::upperQuantile);
    return all;
  }

  /** Computes the quantiles at some levels, given by their places, and puts them among all. */
  private void put(double[] all, QuantileLevels levels, int[] some, UnaryOperator<Rows> quantile) {
    if (some.length == 0 || all.length == 0) {
      return;
    }
    int points = all.length / levels.count() * some.length;
    float[] p = new float[Math.multiplyExact(points, size)];
    for (int i = 0; i < points; i++) {
      Arrays.fill(p, i * size, (i + 1) * size, levels.passed(some[i % some.length]));
    }
    double[] found = numbers(quantile.apply(new Rows(p, Shape.of(size), points)));
    for (int i = 0; i < points; i++) {
      all[i / some.length * levels.count() + some[i % some.length]] = found[i];
    }
  }

  /** Returns the probabilities of at most the entry of each event. */
  double[] cdf(Rows events) {
    return numbers(density.cdf(events));
  }

  /** Returns numbers without infinite ones, which have no place in events. */
  static float[] finite(float[] x) {
    float[] finite = x.clone();
    for (int i = 0; i < x.length; i++) {
      finite[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x[i]));
    }
    return finite;
  }

  private double[] numbers(Rows events) {
    double[] numbers = new double[events.count()];
    Arrays.setAll(numbers, i -> events.values()[i * size + place]);
    return numbers;
  }
}
