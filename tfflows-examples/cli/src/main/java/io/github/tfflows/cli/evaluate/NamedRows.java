package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.data.Data;
import java.util.List;

/**
 * Rows with the names of their columns.
 *
 * @param data the rows, vectors with a context or without
 * @param columns the names of the events' columns
 * @param context the names of the context's columns; none for an unconditional density
 */
public record NamedRows(Data data, List<String> columns, List<String> context) {
  /**
   * Copies the names and counts them.
   *
   * @throws IllegalArgumentException if there is not one name a column
   */
  public NamedRows {
    columns = List.copyOf(columns);
    context = List.copyOf(context);
    require("columns", columns, data.x().size());
    require("columns of context", context, data.context().size());
  }

  private static void require(String what, List<String> names, int count) {
    if (names.size() != count) {
      throw new IllegalArgumentException(
          "expected names for %d %s, got %s".formatted(count, what, names));
    }
  }

  /**
   * Returns how many rows there are.
   *
   * @return the count
   */
  public int count() {
    return data.count();
  }
}
