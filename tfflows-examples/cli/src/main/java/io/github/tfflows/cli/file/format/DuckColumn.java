package io.github.tfflows.cli.file.format;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column that DuckDB reads.
 *
 * @param type DuckDB's name of its type
 */
record DuckColumn(String name, String type) {
  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");

  private static final Set<String> KEPT =
      Set.of(
          "FLOAT",
          "DOUBLE",
          "UBIGINT",
          "VARCHAR",
          "BOOLEAN",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_NS",
          "TIMESTAMP WITH TIME ZONE",
          "TIMESTAMPTZ_NS");

  /** The types that DuckDB finds in texts of JSON. */
  private static final Set<String> GUESSED =
      Set.of("DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "UUID");

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+, ?(\\d+)\\)");

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
      case "BLOB", "INTERVAL", "VARIANT" -> Form.UNREADABLE;
      default -> isNested() ? Form.UNREADABLE : Form.TEXT;
    };
  }

  /** Returns the type that keeps the cells; empty if a file that is written has none. */
  Optional<OutputColumn.Type> stored() {
    if (WHOLE.contains(type)) {
      return Optional.of(OutputColumn.Type.WHOLE);
    }
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      return Optional.of(OutputColumn.Type.decimal(Integer.parseInt(decimal.group(1))));
    }
    return switch (type) {
      case "HUGEINT" -> Optional.of(OutputColumn.Type.decimal(0));
      case "TIMESTAMP_S", "TIMESTAMP_MS" -> Optional.of(OutputColumn.Type.TIMESTAMP);
      default -> KEPT.contains(type) ? Optional.of(new OutputColumn.Type(type)) : Optional.empty();
    };
  }

  /** Returns the type of its values in JSON, which has no times. */
  String inJson() {
    return GUESSED.contains(type) ? "VARCHAR" : type;
  }

  private boolean isNested() {
    return type.endsWith("]") || (type.contains("(") && !type.startsWith("DECIMAL"));
  }
}
