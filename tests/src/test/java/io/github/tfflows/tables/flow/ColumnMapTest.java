package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Given numbers as networks read them. */
class ColumnMapTest {
  /** Returns how networks read numbers of a column whose training rows have other numbers. */
  private static double[] read(ColumnKind kind, float[] learned, double... numbers) {
    float[][] rows = new float[learned.length][1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = learned[i];
    }
    Data data = Data.of(rows);
    WeightedNumbers known = WeightedNumbers.of(data, data.x(), new RowLayout(1, List.of()), 0);
    TableContext.Condition condition =
        ColumnMap.condition(new TableColumn("x", kind, List.of()), known, Optional.empty());
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(numbers.length, 1));
      return bench.fetch(condition.of(x), Map.of("x", Values.rows(Shape.of(1), numbers))).entries();
    }
  }

  @Test
  void networksReadNumbersFarBeyondTheTrainingRowsAsNearerOnes() {
    double[] found = read(new ColumnKind.Real(), new float[] {-1, 0, 0, 1}, 1, 1.2, 15, 1e9, -1e9);
    double last = found[0];
    assertEquals(1.2 * last, found[1], 1e-6);
    assertEquals(1.5 * last, found[2], 1e-6);
    assertEquals(1.5 * last, found[3], 1e-6);
    assertEquals(-1.5 * last, found[4], 1e-6);
  }

  @Test
  void networksReadLogarithmsFarBeyondTheTrainingRowsAsNearerOnes() {
    float e = (float) Math.E;
    double[] found = read(new ColumnKind.Positive(), new float[] {1 / e, e}, e, 1e9, 1e-9, 0);
    assertArrayEquals(new double[] {1, 1.5, -1.5, -1.5}, found, 1e-6);
  }

  /** Fill values stay far away, and logarithms of zero do not count. */
  @Test
  void networksReadAtMostFortyDeviations() {
    float[] filled = new float[400];
    for (int i = 0; i < filled.length - 1; i++) {
      filled[i] = i % 2 * 2 - 1;
    }
    filled[filled.length - 1] = -9_999;
    double[] found = read(new ColumnKind.Real(), filled, 1e9, -9_999);
    assertArrayEquals(new double[] {40, -40}, found, 1e-6);
    for (int i = 0; i < filled.length - 1; i++) {
      filled[i] = (float) Math.exp(filled[i]);
    }
    filled[filled.length - 1] = 0;
    double[] logs = read(new ColumnKind.Positive(), filled, Math.E, 1e9);
    assertEquals(1.5 * logs[0], logs[1], 1e-3);
    assertEquals(1.5, read(new ColumnKind.Real(), new float[] {2, 2, 2}, 9)[0], 1e-6);
  }
}
