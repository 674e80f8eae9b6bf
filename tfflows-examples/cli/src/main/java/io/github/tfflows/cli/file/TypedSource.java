package io.github.tfflows.cli.file;

import io.github.tfflows.tables.source.TableSource;
import java.util.Optional;

/** A table that stores the types of its numbers. */
interface TypedSource extends TableSource {
  /** Returns the type of the numbers of a column; empty for text. */
  Optional<OutputColumn.Type> type(int column);
}
