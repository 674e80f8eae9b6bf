package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.source.TableSource;
import java.util.Optional;

/** A table that stores the types of its columns. */
public interface TypedSource extends TableSource {
  /** Returns the type of a column; empty if no file that is written has it. */
  Optional<OutputColumn.Type> type(int column);

  /**
   * Returns the type of a column in its file; empty if it has none, as in files with delimiters, or
   * if there is no such column.
   */
  static Optional<OutputColumn.Type> type(TableSource source, String column) {
    int place = source.columns().indexOf(column);
    return place >= 0 && source instanceof TypedSource typed ? typed.type(place) : Optional.empty();
  }
}
