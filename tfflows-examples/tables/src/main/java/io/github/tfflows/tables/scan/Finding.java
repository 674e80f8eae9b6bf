package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.TableColumn;
import java.util.List;

/** The result of a pass over a column. */
sealed interface Finding {
  /**
   * A column that can be modelled.
   *
   * @param notes sentences about it for the user
   */
  record Usable(TableColumn column, List<String> notes) implements Finding {}

  /** A column without information, and the reason. */
  record Constant(String why) implements Finding {}

  /** A column that cannot be modelled, and the reason. */
  record Unusable(String why) implements Finding {}
}
