package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import java.util.List;
import java.util.Optional;

/** The result of a pass over a column. */
public sealed interface Finding {
  /** A column that can be modelled, with notes about it for the user. */
  record Usable(TableColumn column, List<String> notes) implements Finding {}

  /**
   * A column without information, such as a constant or an identifier, the reason, and its value,
   * if each row has it.
   */
  record LeftOut(String why, Optional<Restored> restored) implements Finding {}

  /** A column that the model leaves out, and the rule of its cells. */
  record Restored(TableColumn column, Relation relation) {}

  /**
   * A column with cells of another kind, which another pass reads.
   *
   * @param why the reason why this pass cannot, and the kinds that can be declared
   * @param note a sentence about the kind for the user
   */
  record Redeclared(ColumnKind kind, String why, String note) implements Finding {}

  /** A column that cannot be modelled, and the reason. */
  record Unusable(String why) implements Finding {}
}
