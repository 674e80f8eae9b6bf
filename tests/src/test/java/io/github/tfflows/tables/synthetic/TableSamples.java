package io.github.tfflows.tables.synthetic;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Samples for tests. */
public final class TableSamples {
  public static final double NONE = Double.NaN;

  public static SampleColumn numbers(String name, double... values) {
    return new SampleColumn(name, SampleColumn.Level.NUMBER, values);
  }

  public static SampleColumn names(String name, double... places) {
    return new SampleColumn(name, SampleColumn.Level.NAME, places);
  }

  /** Two normal columns with a correlation, and a name that says whether the first is positive. */
  public static TableSample dependent(int count, double correlation, long seed) {
    Random random = new Random(seed);
    double[] x = IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
    double rest = Math.sqrt(1 - correlation * correlation);
    double[] y =
        IntStream.range(0, count)
            .mapToDouble(i -> correlation * x[i] + rest * random.nextGaussian())
            .toArray();
    double[] sign = IntStream.range(0, count).mapToDouble(i -> x[i] > 0 ? 1 : 0).toArray();
    return new TableSample(List.of(numbers("x", x), numbers("y", y), names("sign", sign)));
  }

  private TableSamples() {}
}
