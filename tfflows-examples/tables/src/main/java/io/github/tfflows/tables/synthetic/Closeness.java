package io.github.tfflows.tables.synthetic;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.tables.sketch.SortedNumbers;
import java.util.stream.DoubleStream;

/**
 * A summary of the distances of rows to the closest row of a reference, from 0 to 1: the quantiles
 * at 1 % (lowest), 5 % (low) and 50 % (median), and the share of rows that equal a row of the
 * reference.
 */
public record Closeness(double lowest, double low, double median, double copies) {
  /**
   * Summarizes distances.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Closeness of(double... distances) {
    Require.atLeast("the number of distances", distances.length, 1);
    SortedNumbers sorted = SortedNumbers.of(distances);
    return new Closeness(
        sorted.quantile(0.01),
        sorted.quantile(0.05),
        sorted.quantile(0.5),
        DoubleStream.of(distances).filter(distance -> distance == 0).count()
            / (double) distances.length);
  }
}
