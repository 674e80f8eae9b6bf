package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Date;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A column of a query. */
record QueryColumn(String label, Form form) {
  /** The form of values. Dates and times of {@code java.sql} depend on the JVM's time zone. */
  enum Form {
    DATE(LocalDate.class),
    TIME(LocalTime.class),
    ZONED_TIME(OffsetTime.class),
    TIMESTAMP(LocalDateTime.class),

    ZONED_TIMESTAMP(OffsetDateTime.class),

    /** Text of a fixed length, which blanks fill. */
    PADDED(String.class),

    /** Long text, and years, whose object differs from driver to driver. */
    LONG_TEXT(String.class),

    /** A length of time, which has no common form. */
    INTERVAL(Object.class, "the length of time \"%s\", expected a number, for instance of seconds"),

    /** An amount of PostgreSQL, whose text has the signs of the database's locale. */
    MONEY(Object.class, "the amount \"%s\", expected a number: let the query cast it to numeric"),

    /**
     * Bits. A driver may return a single bit as a truth value, and several bits as a text of
     * digits.
     */
    BITS(Object.class),

    /** As the driver chooses. */
    OBJECT(Object.class);

    private final Class<?> type;

    /** The words of an error about a value; empty if values can be read. */
    private final String problem;

    Form(Class<?> type) {
      this(type, "");
    }

    Form(Class<?> type, String problem) {
      this.type = type;
      this.problem = problem;
    }

    private static Form of(int type, String name) {
      if (name.matches("(var)?bit( varying)?(\\(.*)?")) {
        return BITS;
      }
      boolean hasZone = name.endsWith("tz") || name.endsWith("with time zone");
      return switch (type) {
        case Types.DATE -> name.equals("year") ? LONG_TEXT : DATE;
        case Types.TIME -> hasZone ? ZONED_TIME : TIME;
        case Types.TIMESTAMP -> hasZone ? ZONED_TIMESTAMP : TIMESTAMP;
        case Types.CHAR, Types.NCHAR -> PADDED;
        case Types.CLOB, Types.NCLOB -> LONG_TEXT;
        case Types.DOUBLE -> name.equals("money") ? MONEY : OBJECT;
        default -> name.startsWith("interval") ? INTERVAL : OBJECT;
      };
    }
  }

  private static final Pattern LENGTH = Pattern.compile("(-|\\d{3,}:|2[4-9]:|[3-9]\\d:).*");

  /** Returns a column, counted from one. */
  static QueryColumn of(ResultSetMetaData data, int column) throws SQLException {
    String type = String.valueOf(data.getColumnTypeName(column)).toLowerCase(Locale.ROOT);
    return new QueryColumn(data.getColumnLabel(column), Form.of(data.getColumnType(column), type));
  }

  /** Returns the same column with values as the driver chooses. */
  QueryColumn plain() {
    return new QueryColumn(label, Form.OBJECT);
  }

  /**
   * Returns the value of a row at a column, counted from one.
   *
   * @throws SQLException if it cannot be read, or the driver does not know the form
   */
  @Nullable Object value(ResultSet row, int column) throws SQLException {
    return switch (form) {
      case OBJECT, INTERVAL -> row.getObject(column);
      case LONG_TEXT, MONEY -> row.getString(column);
      case BITS -> bits(row, column);
      case PADDED -> {
        String text = row.getString(column);
        yield text == null ? null : text.stripTrailing();
      }
      default -> {
        Object value = row.getObject(column);
        boolean isLength = form == Form.TIME && isLength(row.getString(column));
        if (isLength) {
          yield row.getString(column);
        }
        yield value instanceof Date ? row.getObject(column, form.type) : value;
      }
    };
  }

  /**
   * Whether a time is a length of time and no time of day. MariaDB has such times, and its driver
   * leaves out their days.
   */
  private static boolean isLength(@Nullable String time) {
    return time != null && LENGTH.matcher(time).matches();
  }

  private static @Nullable Object bits(ResultSet row, int column) throws SQLException {
    try {
      return row.getObject(column);
    } catch (SQLException e) { // PostgreSQL's driver reads several bits as a truth value
      return row.getString(column);
    }
  }

  /** Returns a value as a number; NaN if it is missing or not a number. */
  double number(@Nullable Object value) {
    boolean isText = form == Form.BITS && !(value instanceof Number);
    return isText || !form.problem.isEmpty() ? Double.NaN : Values.number(value);
  }

  /**
   * Returns the text of a value, or null where it is missing; messages name its place.
   *
   * @throws IllegalArgumentException if it is no single value, or has no text of its own
   */
  @Nullable String text(@Nullable Object value, Supplier<String> place) {
    if (value != null && !form.problem.isEmpty()) {
      String problem = form.problem.formatted(Excerpt.of(value.toString()));
      throw new IllegalArgumentException("%s: got %s".formatted(place.get(), problem));
    }
    return Values.text(value, place);
  }
}
