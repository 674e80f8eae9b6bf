package io.github.tfflows.tables.column;

import io.github.tfflows.core.data.Rows;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The indices of given columns in a context: a value for each, and then a bit for each column with
 * gaps, which is one if the value is present.
 */
public record ContextLayout(List<TableColumn> given) {
  /** Copies the list. */
  public ContextLayout {
    given = List.copyOf(given);
  }

  /** Returns the number of entries of a context. */
  public int size() {
    return given.size() + bits(given.size());
  }

  private int bits(int columns) {
    return (int) given.subList(0, columns).stream().filter(TableColumn::hasGaps).count();
  }

  /** Returns the index of the bit of a column, given that of its value; empty if it has no gaps. */
  public OptionalInt bit(int column) {
    return given.get(column).hasGaps()
        ? OptionalInt.of(given.size() + bits(column))
        : OptionalInt.empty();
  }

  /** Returns whether a value is missing in a row. */
  public boolean isMissing(Rows contexts, int row, int column) {
    OptionalInt bit = bit(column);
    return bit.isPresent() && contexts.values()[row * contexts.size() + bit.getAsInt()] == 0;
  }

  /** Returns the values of a column; NaN where they are missing. */
  public float[] values(Rows contexts, int column) {
    OptionalInt bit = bit(column);
    float[] values = new float[contexts.count()];
    for (int row = 0; row < values.length; row++) {
      int start = row * contexts.size();
      boolean isMissing = bit.isPresent() && contexts.values()[start + bit.getAsInt()] == 0;
      values[row] = isMissing ? Float.NaN : contexts.values()[start + column];
    }
    return values;
  }

  /** Returns the rows with a value. */
  public int[] rowsWith(Rows contexts, int column) {
    float[] values = values(contexts, column);
    return IntStream.range(0, values.length).filter(row -> !Float.isNaN(values[row])).toArray();
  }

  List<String> names() {
    return Stream.concat(
            given.stream().map(TableColumn::name),
            given.stream().filter(TableColumn::hasGaps).map(column -> column.name() + " present"))
        .toList();
  }
}
