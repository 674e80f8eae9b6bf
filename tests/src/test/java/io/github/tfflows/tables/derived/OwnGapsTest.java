package io.github.tfflows.tables.derived;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnGapsTest {
  private static final int ROWS = 20_000;

  private static final DerivedColumn SUM =
      new DerivedColumn(
          new TableColumn("sum", new ColumnKind.Real(), List.of()),
          1,
          new Relation.Linear(List.of("a", "b"), List.of(1.0, 1.0), 0));

  private static TableSchema schema(DerivedColumn sum) {
    List<TableColumn> columns =
        Stream.of("a", "b")
            .map(name -> new TableColumn(name, new ColumnKind.Real(), List.of()))
            .toList();
    return new TableSchema(columns, List.of(), Conditioning.NONE, List.of(sum));
  }

  @Test
  void aCellIsMissingAloneAsOftenAsInTheData() {
    OwnGaps gaps = OwnGaps.of(schema(SUM.missingAlone(List.of(0.5, 0.25, 0.0))));
    SplittableRandom random = new SplittableRandom(5);
    int[] missing = new int[3];
    for (int row = 0; row < ROWS; row++) {
      List<Object> left = gaps.in(List.of(1.0, 3.0, 2.0), List.of("", "", ""), random);
      for (int i = 0; i < missing.length; i++) {
        missing[i] += DerivedColumn.isMissing(left.get(i)) ? 1 : 0;
      }
    }
    assertEquals(0.25 / 1.75, missing[0] / (double) ROWS, 0.01, "a");
    assertEquals(0.5 / 1.75, missing[1] / (double) ROWS, 0.01, "the sum");
    assertEquals(0, missing[2], "b");
  }

  @Test
  void givenAndOpenRowsKeepTheirCells() {
    OwnGaps gaps = OwnGaps.of(schema(SUM.missingAlone(List.of(1e9, 0.0, 0.0))));
    SplittableRandom random = new SplittableRandom(5);
    List<Object> row = List.of(1.0, 3.0, 2.0);
    assertEquals(row, gaps.in(row, List.of("1", "", ""), random));
    List<Object> open = List.of(Double.NaN, 3.0, 2.0);
    assertEquals(open, gaps.in(open, List.of("", "", ""), random));
    assertFalse(OwnGaps.of(schema(SUM)).areAny());
  }
}
