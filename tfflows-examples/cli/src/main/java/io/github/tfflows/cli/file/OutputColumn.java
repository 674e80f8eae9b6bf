package io.github.tfflows.cli.file;

import io.github.tfflows.tables.TableColumn;

/**
 * A column of a file that is written.
 *
 * @param name the name in the header
 * @param type the type of its values
 */
public record OutputColumn(String name, Type type) {
  /** The types of values. */
  public enum Type {
    /** {@link Double} or {@link Float} values. */
    NUMBER,

    /** {@link Long} values. */
    WHOLE,

    /** {@link String} values. */
    TEXT
  }

  /**
   * Returns how a column of a model is written.
   *
   * @param column the column
   * @return its name and the type of its values
   */
  public static OutputColumn of(TableColumn column) {
    if (column.isText()) {
      return new OutputColumn(column.name(), Type.TEXT);
    }
    boolean whole = column.kind().isWhole() && !column.gaps().exist();
    return new OutputColumn(column.name(), whole ? Type.WHOLE : Type.NUMBER);
  }
}
