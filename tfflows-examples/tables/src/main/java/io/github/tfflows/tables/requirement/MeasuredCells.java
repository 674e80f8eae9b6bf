package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;

/** Cells as numbers that can be compared: dates as days, timestamps as seconds since 1970. */
final class MeasuredCells {
  /**
   * Returns the number of a cell.
   *
   * @param column its index; negative where the value is missing in every row
   * @return NaN where the value is missing
   * @throws IllegalArgumentException if it is neither a number nor a date or a timestamp
   */
  static double measured(RowCursor row, int column, String name) {
    if (column < 0) {
      return Double.NaN;
    }
    double number = row.number(column);
    String text = Double.isNaN(number) ? row.text(column) : null;
    if (text == null) {
      return TableColumn.seen(number);
    }
    double moment = Moment.number(text);
    if (Double.isNaN(moment)) {
      throw new IllegalArgumentException(
          "column %s: got \"%s\", expected a number, a date or a timestamp to compare"
              .formatted(Excerpt.of(name), Excerpt.of(text)));
    }
    return moment;
  }

  static String shown(RowCursor row, int column) {
    String text = column < 0 ? null : row.text(column);
    return text == null ? "missing" : "\"" + Excerpt.of(text) + "\"";
  }

  private MeasuredCells() {}
}
