package io.github.tfflows.cli.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  @Test
  void eachKindBecomesNumbersThatAMeanCanBeLinearIn() {
    Conditions conditions =
        new Conditions(
            List.of(
                new TableColumn("name", new ColumnKind.Categorical(), List.of("a", "b", "c")),
                new TableColumn("hour", new ColumnKind.Circular(24), List.of()),
                new TableColumn("price", new ColumnKind.Positive(), List.of()),
                new TableColumn("x", new ColumnKind.Real(), List.of())));
    Rows numbers = conditions.apply(Rows.of(new float[][] {{1, 6, 1, -4}, {2, 12, 100, 5}}));
    assertEquals(7, numbers.size());
    float log100 = (float) Math.log(100);
    assertArrayEquals(
        new float[] {0, 1, 0, 1, 0, 0, -4, 0, 0, 1, 0, -1, log100, 5}, numbers.values(), 1e-6f);
  }

  @Test
  void noConditionsStayNone() {
    assertEquals(Rows.empty(3), new Conditions(List.of()).apply(Rows.empty(3)));
  }
}
