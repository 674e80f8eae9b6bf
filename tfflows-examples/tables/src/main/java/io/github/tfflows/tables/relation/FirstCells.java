package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.TableColumn;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The cells of a column in the first rows, which tell nearly all unrelated columns apart. */
final class FirstCells {
  /** The places of the cells among the different ones, in ascending order. */
  private final int[] ranks;

  /** The rows in the order of their cells. */
  private final int[] sorted;

  /**
   * A cell.
   *
   * @param number of numbers, dates and times
   * @param text of all other cells, and of dates and times
   */
  private record Cell(double number, String text) {
    private static final Comparator<Cell> ORDER =
        Comparator.comparingDouble(Cell::number).thenComparing(Cell::text); // gaps are last

    static Cell of(TableColumn column, double number, String text) {
      double seen = column.kind().isNamed() ? Double.NaN : TableColumn.seen(number) + 0.0;
      return new Cell(seen, column.isText() || Double.isNaN(seen) ? text : "");
    }
  }

  /**
   * Sorts the cells of a column.
   *
   * @param rows the numbers of each row, by the places of columns
   * @param texts the texts of each row
   */
  FirstCells(int place, TableColumn column, List<double[]> rows, List<String[]> texts) {
    List<Cell> cells =
        IntStream.range(0, rows.size())
            .mapToObj(i -> Cell.of(column, rows.get(i)[place], texts.get(i)[place]))
            .toList();
    ranks = new int[cells.size()];
    sorted =
        IntStream.range(0, cells.size())
            .boxed()
            .sorted(Comparator.comparing(cells::get, Cell.ORDER))
            .mapToInt(row -> row)
            .toArray();
    for (int i = 1; i < sorted.length; i++) {
      boolean isNew = !cells.get(sorted[i]).equals(cells.get(sorted[i - 1]));
      ranks[sorted[i]] = ranks[sorted[i - 1]] + (isNew ? 1 : 0);
    }
  }

  int rows() {
    return ranks.length;
  }

  /** Returns whether equal cells have equal ones of another column. */
  boolean determine(FirstCells other) {
    return determine(other, ranks.length);
  }

  /**
   * Returns whether equal cells have equal ones of another column, which change at most so often as
   * these rise. Where gaps begin is a change, too.
   */
  boolean determine(FirstCells other, int changes) {
    int left = changes;
    for (int i = 1; i < sorted.length; i++) {
      if (other.ranks[sorted[i]] != other.ranks[sorted[i - 1]]) {
        left--;
        if (left < 0 || ranks[sorted[i]] == ranks[sorted[i - 1]]) {
          return false;
        }
      }
    }
    return true;
  }
}
