package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Rows;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The columns of rows, one by one. */
public final class Columns {
  public static double[] of(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  public static double[] of(Rows rows, int column) {
    double[] values = new double[rows.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.values()[i * rows.size() + column];
    }
    return values;
  }

  /** A copy of the numbers of a column, without NaN. */
  public static double[] present(Rows rows, int column) {
    return DoubleStream.of(of(rows, column)).filter(value -> !Double.isNaN(value)).toArray();
  }

  private Columns() {}
}
