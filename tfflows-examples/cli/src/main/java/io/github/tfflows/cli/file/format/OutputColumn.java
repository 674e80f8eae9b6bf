package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Numbers;
import java.util.Optional;

/** A column of a file that is written. */
public record OutputColumn(String name, Type type) {
  /** The types of values. */
  public enum Type {
    /** {@link Double} or {@link Float} values. */
    NUMBER,

    /** The same in single precision, where a file has that. */
    SINGLE,

    /** {@link Long} values. */
    WHOLE,

    /** {@link String} values. */
    TEXT
  }

  /** Returns a column of numbers. */
  public static OutputColumn number(String name) {
    return new OutputColumn(name, Type.NUMBER);
  }

  /** Returns how a column of a model is written. */
  public static OutputColumn of(TableColumn column) {
    if (column.isText()) {
      return new OutputColumn(column.name(), Type.TEXT);
    }
    boolean whole = column.kind().isWhole() && !column.hasGaps();
    return new OutputColumn(column.name(), whole ? Type.WHOLE : Type.NUMBER);
  }

  /**
   * Returns how a column of a model is written next to cells of a table. It keeps the stored type
   * of the table's numbers, which is empty for text, if that type also suits the draws.
   */
  public static OutputColumn of(TableColumn column, Optional<Type> stored) {
    Type type = column.isText() ? Type.TEXT : stored.orElse(Type.WHOLE);
    return new OutputColumn(
        column.name(), type == Type.WHOLE && !column.kind().isWhole() ? Type.NUMBER : type);
  }

  /** Returns a value as a number; a text is parsed. */
  static Number number(Object value) {
    if (value instanceof String text) {
      return Numbers.parse(text);
    }
    return value instanceof Float single ? (Number) Numbers.ofDigits(single) : (Number) value;
  }
}
