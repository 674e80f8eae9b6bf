package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.relation.Scanned;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cells that a rule fills in: those that are missing alone. */
final class FilledCells {
  /** The most cells beyond the numbers of their column, as a share. */
  private static final double MOST_BEYOND = 0.05;

  /** The most between the means of filled and of other cells, in standard deviations. */
  private static final double MOST_APART = 0.25;

  /** A greater distance of means is no chance, in standard errors. */
  private static final double MOST_ERRORS = 4;

  private final DerivedCells.InRow rule;
  private final List<Column> columns;
  private long complete;

  private FilledCells(DerivedCells.InRow rule, List<Column> columns) {
    this.rule = rule;
    this.columns = columns;
  }

  /** The mean and the variance of numbers. */
  private static final class Moments {
    private long count;
    private double mean;
    private double squares;

    void add(double number) {
      double apart = number - mean;
      mean += apart / ++count;
      squares += apart * (number - mean);
    }

    double deviation() {
      return Math.sqrt(squares / (double) count);
    }
  }

  /** The cells of one column. */
  private static final class Column {
    private final Scanned scanned;
    private final Moments given = new Moments();
    private final Moments filled = new Moments();
    private long beyond;

    Column(Scanned scanned) {
      this.scanned = scanned;
    }

    /** Adds the cell of a row; returns whether it is given. */
    boolean add(RowCursor row, Object known) {
      boolean isGiven = !DerivedColumn.isMissing(scanned.column().cell(row, scanned.place()));
      if (!DerivedColumn.isMissing(known)) {
        double number = DerivedColumn.number(scanned.column(), known);
        NumberCoding.Range range = scanned.range().orElseThrow();
        boolean isWithin = range.low() <= number && number <= range.high();
        beyond += isWithin && scanned.column().suits(known) ? 0 : 1;
        (isGiven ? given : filled).add(number);
      }
      return isGiven;
    }

    /** Whether filled cells are like the others. */
    boolean isPlausible() {
      double apart = Math.abs(filled.mean - given.mean);
      double error = given.deviation() / Math.sqrt((double) filled.count);
      return filled.count == 0
          || (beyond <= MOST_BEYOND * filled.count
              && apart <= Math.max(MOST_APART * given.deviation(), MOST_ERRORS * error));
    }
  }

  /**
   * Reads the cells of a table.
   *
   * @param column a column that follows from the others where none is missing
   * @param set all of them
   */
  static FilledCells of(TableSource table, DerivedColumn column, List<Scanned> set)
      throws IOException {
    List<Scanned> columns =
        Stream.concat(column.relation().sources().stream(), Stream.of(column.column().name()))
            .flatMap(name -> set.stream().filter(one -> one.column().name().equals(name)))
            .toList();
    List<TableColumn> sources =
        columns.stream().limit(columns.size() - 1).map(Scanned::column).toList();
    FilledCells cells =
        new FilledCells(
            DerivedCells.InRow.of(List.of(column), sources, table.columns()::indexOf),
            columns.stream().map(Column::new).toList());
    try (RowCursor row = table.open()) {
      while (row.next()) {
        cells.add(row);
      }
    }
    return cells;
  }

  private void add(RowCursor row) {
    List<Object> known = rule.cells(row, place -> true);
    boolean isComplete = true;
    for (int i = 0; i < columns.size(); i++) {
      isComplete &= columns.get(i).add(row, known.get(i));
    }
    complete += isComplete ? 1 : 0;
  }

  /**
   * Returns whether filled cells are like the others. Otherwise a missing cell has a meaning, such
   * as zero, or the rows with one are of another kind.
   */
  boolean arePlausible() {
    return columns.stream().allMatch(Column::isPlausible);
  }

  /**
   * Returns for the column, and then for each source, the number of cells that are filled in for
   * each complete row; empty if there are none.
   */
  Optional<List<Double>> alone() {
    int last = columns.size() - 1;
    return complete == 0 || columns.stream().allMatch(column -> column.filled.count == 0)
        ? Optional.empty()
        : Optional.of(
            Stream.concat(columns.stream().skip(last), columns.stream().limit(last))
                .map(column -> (double) column.filled.count / complete)
                .toList());
  }
}
