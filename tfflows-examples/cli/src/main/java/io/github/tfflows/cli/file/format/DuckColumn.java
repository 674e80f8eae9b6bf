package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.text.Excerpt;
import java.util.Set;

/** A column that DuckDB reads. */
record DuckColumn(String name, Form form) {
  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");

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

    /** Values of several types in JSON; those that are text have quotes. */
    JSON,

    /** Text, and everything else by its text. */
    TEXT
  }

  /** Returns a column of one of DuckDB's types. */
  public static DuckColumn of(String table, String name, String type) {
    if ((type.contains("(") && !type.startsWith("DECIMAL"))
        || type.endsWith("]")
        || type.equals("BLOB")
        || type.equals("INTERVAL")) {
      throw new IllegalArgumentException(
          "%s: the column %s is nested, binary or a length of time (%s); expected plain values"
              .formatted(table, Excerpt.of(name), Excerpt.of(type)));
    }
    if (WHOLE.contains(type)) {
      return new DuckColumn(name, Form.LONG);
    }
    return new DuckColumn(
        name,
        switch (type) {
          case "FLOAT" -> Form.FLOAT;
          case "DOUBLE" -> Form.DOUBLE;
          case "TIME", "TIME_NS" -> Form.TIME;
          case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Form.TIMESTAMP;
          case "TIMESTAMP WITH TIME ZONE" -> Form.ZONED;
          case "JSON" -> Form.JSON;
          default -> Form.TEXT;
        });
  }
}
