package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import java.util.List;
import java.util.Optional;

/** The result of a pass over a column. */
public sealed interface Finding {
  /** A column that can be modelled, with notes about it for the user. */
  record Usable(TableColumn column, List<String> notes) implements Finding {}

  /** A column without information, the reason, and its value, if each row has it. */
  record Constant(String why, Optional<Restored> restored) implements Finding {}

  /** A column that the model leaves out, and the rule of its cells. */
  record Restored(TableColumn column, Relation relation) {}

  /**
   * A column of texts and numbers that another pass can read as names.
   *
   * @param why the reason why this pass cannot
   * @param note a sentence about the names for the user
   */
  record Mixed(String why, String note) implements Finding {}

  /** A column that cannot be modelled, and the reason. */
  record Unusable(String why) implements Finding {}
}
