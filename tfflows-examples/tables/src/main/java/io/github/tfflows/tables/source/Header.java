package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import java.util.List;

/** The name of a table in messages, and the names of its columns. */
public record Header(String table, List<String> columns) {
  /** Finds a column, or throws an exception that names those there are. */
  public int indexOf(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no column \"%s\"%s; it has %s"
              .formatted(
                  table, Excerpt.of(name), Nearest.hint(name, columns), Excerpt.of(columns)));
    }
    return index;
  }

  /**
   * Checks that there are some columns.
   *
   * @throws IllegalArgumentException if not, naming all that are lacking
   */
  public void require(List<String> names) {
    List<String> lacking = names.stream().filter(name -> !columns.contains(name)).toList();
    if (lacking.size() > 1) {
      throw new IllegalArgumentException(
          "%s lacks the columns %s; it has %s"
              .formatted(table, Excerpt.of(lacking), Excerpt.of(columns)));
    }
    lacking.forEach(this::indexOf);
  }
}
