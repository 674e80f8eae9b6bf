package io.github.tfflows.tables.stacking;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Transformed;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows in the scale of a flow, the weight of each row, and the log-determinant of the map from the
 * columns to the scale at each row.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScaledRows(double[][] rows, double[] counts, float[] logDet) {
  /**
   * Maps rows of columns to the scale. {@code scale} is a distribution whose map leads from the
   * scale to the columns.
   */
  static ScaledRows of(CompiledDistribution scale, Data data) {
    Transformed mapped = scale.inverse(data.x());
    int size = mapped.value().size();
    float[] values = mapped.value().values();
    double[][] rows = new double[data.count()][size];
    for (int i = 0; i < values.length; i++) {
      rows[i / size][i % size] = values[i];
    }
    double[] counts = IntStream.range(0, data.count()).mapToDouble(data::weight).toArray();
    return new ScaledRows(rows, counts, mapped.logDet());
  }

  /** Whether all entries are finite, which those at the end of a bounded column are not. */
  boolean areFinite() {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  int count() {
    return rows.length;
  }

  int dimension() {
    return rows[0].length;
  }
}
