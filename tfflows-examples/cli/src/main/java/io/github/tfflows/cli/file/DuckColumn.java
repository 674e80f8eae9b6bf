package io.github.tfflows.cli.file;

import io.github.tfflows.tables.Excerpt;
import java.util.Set;

/**
 * A column that DuckDB reads.
 *
 * @param name its name
 * @param form the form of its values
 */
record DuckColumn(String name, Form form) {
  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> WIDE = Set.of("HUGEINT", "UHUGEINT", "UBIGINT");

  /** The forms of values. */
  enum Form {
    /** Whole numbers of 64 bits. */
    LONG("BIGINT"),

    /** Single precision. */
    FLOAT("FLOAT"),

    /** Double precision. */
    DOUBLE("DOUBLE"),

    /** Text that often is a number, parsed by DuckDB beside it. */
    NUMERAL("VARCHAR"),

    /** Text. */
    TEXT("VARCHAR");

    private final String type;

    Form(String type) {
      this.type = type;
    }
  }

  /** Returns a column of one of DuckDB's types. */
  static DuckColumn of(String table, String name, String type) {
    if ((type.contains("(") && !type.startsWith("DECIMAL"))
        || type.endsWith("]")
        || type.equals("BLOB")) {
      throw new IllegalArgumentException(
          "%s: the column %s is nested or binary (%s); expected plain values"
              .formatted(table, Excerpt.of(name), Excerpt.of(type)));
    }
    if (WHOLE.contains(type)) {
      return new DuckColumn(name, Form.LONG);
    }
    return switch (type) {
      case "FLOAT" -> new DuckColumn(name, Form.FLOAT);
      case "DOUBLE" -> new DuckColumn(name, Form.DOUBLE);
      default -> new DuckColumn(name, isNumeral(type) ? Form.NUMERAL : Form.TEXT);
    };
  }

  private static boolean isNumeral(String type) {
    return WIDE.contains(type) || type.startsWith("DECIMAL");
  }

  /** Whether {@link #number} is read beside {@link #value}. */
  boolean isNumeral() {
    return form == Form.NUMERAL;
  }

  /** The value of the column at a place of a query, from 1. */
  String value(int place) {
    return "CAST(#%s AS %s)".formatted(place, form.type);
  }

  /**
   * The number that the text of the column is, or null. DuckDB also parses 1_000 and +-1, which are
   * no numbers in a table.
   */
  static String number(int place) {
    String text = "CAST(#%s AS VARCHAR)".formatted(place);
    return "TRY_CAST(CASE WHEN contains(%1$s, '_') OR contains(%1$s, '+-') THEN NULL ELSE %1$s END AS DOUBLE)"
        .formatted(text);
  }
}
