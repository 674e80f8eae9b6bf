package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.testing.Expect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Rows that are kept of a table, and rows of values by name. */
class RowSampleTest {
  /** Rows of two numbers, a condition and a weight that tell their place. */
  private static Data rows(int from, int to) {
    int count = to - from;
    float[] x = new float[2 * count];
    float[] context = new float[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      x[2 * i] = from + i;
      x[2 * i + 1] = -from - i;
      context[i] = 10 * (from + i);
      weights[i] = from + i + 1;
    }
    Data plain = new Data(new Rows(x, Shape.of(2), count), new Rows(context, Shape.of(1), count));
    return plain.weighted(weights);
  }

  private static RowSample sample(int most, long seed, int... ends) {
    Data none =
        new Data(new Rows(new float[0], Shape.of(2), 0), new Rows(new float[0], Shape.of(1), 0));
    RowSample sample = new RowSample(none, most, seed);
    int from = 0;
    for (int end : ends) {
      sample.add(rows(from, end));
      from = end;
    }
    return sample;
  }

  @Test
  void keepsAllRowsInOrderWhereThereIsPlace() {
    RowSample sample = sample(12, 1, 5, 5, 12);
    assertEquals(12, sample.count());
    Data expected = rows(0, 12);
    assertArrayEquals(expected.x().values(), sample.rows().x().values());
    assertArrayEquals(expected.context().values(), sample.rows().context().values());
    assertArrayEquals(expected.weights().values(), sample.rows().weights().values());
  }

  @Test
  void keepsWholeRowsOnce() {
    RowSample sample = sample(100, 3, 70, 150, 400);
    assertEquals(400, sample.count());
    Data kept = sample.rows();
    assertEquals(100, kept.count());
    boolean[] seen = new boolean[400];
    for (int row = 0; row < kept.count(); row++) {
      int place = (int) kept.x().values()[2 * row];
      assertTrue(!seen[place], "twice " + place);
      seen[place] = true;
      assertEquals(-place, kept.x().values()[2 * row + 1]);
      assertEquals(10 * place, kept.context().values()[row]);
      assertEquals(place + 1, kept.weight(row));
    }
  }

  @Test
  void eachRowHasTheSameChance() {
    int[] kept = new int[20];
    int trials = 20_000;
    for (int seed = 0; seed < trials; seed++) {
      for (float weight : sample(5, seed, 7, 8, 20).rows().weights().values()) {
        kept[(int) weight - 1]++;
      }
    }
    double expected = trials / 4.0;
    double deviation = Math.sqrt(expected * 0.75);
    for (int row = 0; row < kept.length; row++) {
      assertEquals(expected, kept[row], 5 * deviation, "row " + row);
    }
  }

  @Test
  void equalSeedsKeepEqualRows() {
    float[] one = sample(10, 7, 50).rows().x().values();
    assertArrayEquals(one, sample(10, 7, 50).rows().x().values());
    assertTrue(!Arrays.equals(one, sample(10, 8, 50).rows().x().values()));
  }

  private static final TableColumn X = new TableColumn("x", new ColumnKind.Real(), List.of());
  private static final TableColumn N =
      new TableColumn("n", new ColumnKind.Categorical(), List.of("1", "2", "3"));

  static List<Object> threes() {
    return List.of("3", 3, 3L, 3.0, 3f, Optional.of(3));
  }

  @ParameterizedTest
  @MethodSource("threes")
  void valuesByNameAreThoseOfRows(Object three) {
    RowCodec events = new RowCodec(new TableSchema(List.of(X, N), List.of()));
    assertArrayEquals(
        new float[] {0.5f, 2}, events.events(Map.of("x", 0.5, "n", three), 1).values());
    RowCodec contexts = new RowCodec(new TableSchema(List.of(X), List.of(N)));
    assertArrayEquals(new float[] {2}, contexts.contexts(Map.of("n", three), 1).values());
  }

  @Test
  void valuesWithoutATextAreRefused() {
    RowCodec codec = new RowCodec(new TableSchema(List.of(X, N), List.of()));
    Map<String, Object> length = Map.of("x", Duration.ofDays(1));
    Expect.rejected("column x: got a Duration", () -> codec.events(length, 1));
  }
}
