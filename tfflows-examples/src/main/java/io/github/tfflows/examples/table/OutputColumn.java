package io.github.tfflows.examples.table;

/**
 * A column of a file that is written.
 *
 * @param name what the header says
 * @param type what its values are
 */
public record OutputColumn(String name, Type type) {
  /** What values are. */
  public enum Type {
    /** {@link Float} values. */
    NUMBER,

    /** {@link Long} values. */
    WHOLE,

    /** {@link String} values. */
    TEXT
  }
}
