package io.github.tfflows.cli.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/**
 * Columns as features of a forest: a number by its place among quantiles of the training rows, a
 * category by its place, and zero for a missing value.
 *
 * @param quantiles ascending numbers for each column; empty for categories
 */
record ForestFeatures(List<double[]> quantiles) {
  private static final int BINS = 64;

  static ForestFeatures fit(TableSample training) {
    return new ForestFeatures(
        training.columns().stream()
            .map(column -> column.isNamed() ? new double[0] : quantiles(column.present()))
            .toList());
  }

  /** All values where they are few, otherwise the least of each of equally large parts. */
  private static double[] quantiles(double... present) {
    double[] distinct = DoubleStream.of(present).sorted().distinct().toArray();
    if (distinct.length <= BINS) {
      return distinct;
    }
    double[] sorted = DoubleStream.of(present).sorted().toArray();
    return IntStream.range(0, BINS)
        .mapToDouble(i -> sorted[(int) ((long) i * sorted.length / BINS)])
        .distinct()
        .toArray();
  }

  /** Returns the rows with their outputs. */
  <T extends Output<T>> List<Example<T>> examples(TableSample rows, List<T> outputs) {
    String[] names =
        IntStream.range(0, quantiles.size())
            .mapToObj("c%06d"::formatted) // in the order of names, as examples need it
            .toArray(String[]::new);
    List<Example<T>> examples = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      int at = row;
      double[] values =
          IntStream.range(0, names.length)
              .mapToDouble(i -> place(rows.columns().get(i).values()[at], quantiles.get(i)))
              .toArray();
      examples.add(new ArrayExample<>(outputs.get(row), names, values));
    }
    return examples;
  }

  private static double place(double value, double... quantiles) {
    if (Double.isNaN(value)) {
      return 0;
    }
    if (quantiles.length == 0) {
      return 1 + value;
    }
    int found = Arrays.binarySearch(quantiles, value);
    return 2 + (found >= 0 ? found : -found - 2);
  }
}
