package io.github.tfflows.cli.file.format;

import java.util.Set;

/**
 * A column that DuckDB reads.
 *
 * @param type DuckDB's name of its type
 */
record DuckColumn(String name, String type) {
  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");

  /** The type of bytes in a file that does not tell whether they are text. */
  static final String UNTYPED = "BLOB without a type";

  enum Form {
    /** Whole numbers of 64 bits. */
    LONG,

    /** Single precision. */
    FLOAT,

    /** Double precision. */
    DOUBLE,

    /** Times of day. */
    TIME,

    /** Dates with a time of day. */
    TIMESTAMP,

    /** Dates with a time of day and an offset. */
    ZONED,

    /** Values of several types in JSON; texts have quotes. */
    JSON,

    /** Bytes that may be text in UTF-8. */
    BYTES,

    /** Nested values, bytes and lengths of time, which no cell holds. */
    UNREADABLE,

    /** Text, and everything else by its text. */
    TEXT
  }

  Form form() {
    if (WHOLE.contains(type)) {
      return Form.LONG;
    }
    return switch (type) {
      case "FLOAT" -> Form.FLOAT;
      case "DOUBLE" -> Form.DOUBLE;
      case "TIME", "TIME_NS" -> Form.TIME;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Form.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> Form.ZONED;
      case "JSON" -> Form.JSON;
      case UNTYPED -> Form.BYTES;
      case "BLOB", "INTERVAL" -> Form.UNREADABLE;
      default -> isNested() ? Form.UNREADABLE : Form.TEXT;
    };
  }

  private boolean isNested() {
    return type.endsWith("]") || (type.contains("(") && !type.startsWith("DECIMAL"));
  }
}
