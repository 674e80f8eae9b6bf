package io.github.tfflows.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.tables.RowScore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JoinedRowsTest {
  @Test
  void copiesOfTheLastRowFillACall() {
    JoinedRows<RowScore> calls =
        new JoinedRows<>(
            rows -> {
              assertEquals(List.of(1, 2, 3, 3), rows.stream().map(row -> row.get("a")).toList());
              return rows.stream().map(row -> score(row.get("a"))).toList();
            });
    List<List<RowScore>> answers =
        calls.answers(List.of(List.of(Map.of("a", 1), Map.of("a", 2)), List.of(Map.of("a", 3))), 4);
    assertEquals(List.of(List.of(score(1), score(2)), List.of(score(3))), answers);
  }

  private static RowScore score(@Nullable Object a) {
    return new RowScore(Float.parseFloat(String.valueOf(a)), 0, 1, Optional.empty());
  }
}
