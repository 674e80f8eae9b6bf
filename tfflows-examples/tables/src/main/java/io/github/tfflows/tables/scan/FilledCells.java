package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.relation.Scanned;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The number of cells that a rule fills in: those of its columns that are missing alone. */
final class FilledCells {
  private final DerivedCells.InRow rule;

  /** The column that follows from others, and then these. */
  private final List<Scanned> columns;

  /** The rows in which each column is missing alone. */
  private final long[] alone;

  private long complete;

  private FilledCells(DerivedCells.InRow rule, List<Scanned> columns) {
    this.rule = rule;
    this.columns = columns;
    this.alone = new long[columns.size()];
  }

  /**
   * Reads the cells of a table.
   *
   * @param column a column that follows from others where none is missing
   * @param all the columns of the table, and these among them
   */
  static FilledCells of(TableSource table, DerivedColumn column, List<Scanned> all)
      throws IOException {
    List<Scanned> columns =
        Stream.concat(Stream.of(column.column().name()), column.relation().sources().stream())
            .flatMap(name -> all.stream().filter(one -> one.column().name().equals(name)))
            .toList();
    FilledCells cells =
        new FilledCells(
            DerivedCells.InRow.of(
                List.of(column),
                columns.stream().skip(1).map(Scanned::column).toList(),
                table.columns()::indexOf),
            columns);
    try (RowCursor row = table.open()) {
      while (row.next()) {
        cells.add(row);
      }
    }
    return cells;
  }

  private void add(RowCursor row) {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Scanned column = columns.get(i);
      if (DerivedColumn.isMissing(column.column().cell(row, column.place()))) {
        missing.add(i);
      }
    }
    if (missing.isEmpty()) {
      complete++;
    } else if (missing.size() == 1 && isFilled(row, missing.get(0))) {
      alone[missing.get(0)]++;
    }
  }

  /** Whether the rule determines a missing cell; the sources come first in its rows. */
  private boolean isFilled(RowCursor row, int column) {
    int place = column == 0 ? columns.size() - 1 : column - 1;
    return !DerivedColumn.isMissing(rule.cells(row, any -> true).get(place));
  }

  /**
   * Returns for the column, and then for each source, the number of cells that are filled in for
   * each complete row; empty if there are none.
   */
  Optional<List<Double>> alone() {
    return complete == 0 || Arrays.stream(alone).sum() == 0
        ? Optional.empty()
        : Optional.of(Arrays.stream(alone).mapToObj(rows -> (double) rows / complete).toList());
  }
}
