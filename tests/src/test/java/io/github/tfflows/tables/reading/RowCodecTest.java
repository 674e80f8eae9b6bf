package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.testing.Expect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowCodecTest {
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
