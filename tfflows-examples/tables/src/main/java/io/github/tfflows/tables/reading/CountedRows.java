package io.github.tfflows.tables.reading;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.util.Locale;

/** The rows of a table with a positive weight, by the column of weights. */
record CountedRows(TableSource all, String weights) implements TableSource.Following {
  @Override
  public RowCursor open() throws IOException {
    int column = all.indexOf(weights);
    return new Cursor(all.open(), column);
  }

  /** Returns the weight of a text; NaN if it is not a weight. */
  static float weight(String text) {
    float weight = (float) Numbers.parse(text);
    return weight >= 0 && Float.isFinite(weight) ? weight : Float.NaN;
  }

  private final class Cursor implements RowCursor.Following {
    private final RowCursor rows;
    private final int column;
    private long zeros;
    private boolean isCounting;

    Cursor(RowCursor rows, int column) {
      this.rows = rows;
      this.column = column;
    }

    @Override
    public RowCursor rows() {
      return rows;
    }

    /** {@inheritDoc} Checks the weights up to that row. */
    @Override
    public boolean next() throws IOException {
      while (rows.next()) {
        if (weight() > 0) {
          isCounting = true;
          return true;
        }
        zeros++;
      }
      if (zeros > 0 && !isCounting) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, column %s: expected a weight above zero, all of %,d are zero",
                name(),
                Excerpt.of(weights),
                zeros));
      }
      return false;
    }

    private float weight() {
      String text = rows.text(column);
      float weight = text == null ? Float.NaN : CountedRows.weight(text);
      if (Float.isNaN(weight)) {
        throw new IllegalArgumentException(
            "%s, %s, column %s: expected a weight of zero or more, %s"
                .formatted(
                    name(),
                    rows.place(),
                    Excerpt.of(weights),
                    text == null ? "the value is missing" : "got " + Excerpt.of(text)));
      }
      return weight;
    }
  }
}
