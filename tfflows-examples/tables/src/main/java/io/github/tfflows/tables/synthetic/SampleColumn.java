package io.github.tfflows.tables.synthetic;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A column of a sample: one value for each row, a category by its index; NaN where the value is
 * missing.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleColumn(String name, Level level, double... values) {
  /** The level of measurement. */
  public enum Level {
    /** Numbers. */
    NUMBER,

    /** Categories. */
    NAME
  }

  /** Returns whether the values are categories. */
  public boolean isNamed() {
    return level == Level.NAME;
  }

  public double[] present() {
    return DoubleStream.of(values).filter(value -> !Double.isNaN(value)).toArray();
  }

  long distinct() {
    return DoubleStream.of(present()).distinct().count();
  }

  /** Returns a copy of chosen rows. */
  public SampleColumn select(int... rows) {
    return new SampleColumn(
        name, level, IntStream.of(rows).mapToDouble(row -> values[row]).toArray());
  }
}
