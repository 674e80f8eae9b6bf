package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import java.util.Optional;

/** A column of a file that is written. */
public record OutputColumn(String name, Type type) {
  /**
   * A type of values, in a file that has types.
   *
   * @param sql DuckDB's name of it
   */
  public record Type(String sql) {
    /** {@link Double} or {@link Float} values. */
    public static final Type NUMBER = new Type("DOUBLE");

    /** The same in single precision, where a file has that. */
    public static final Type SINGLE = new Type("FLOAT");

    /** {@link Long} values. */
    public static final Type WHOLE = new Type("BIGINT");

    /** {@link String} values. */
    public static final Type TEXT = new Type("VARCHAR");

    /** The texts false and true. */
    public static final Type TRUTH = new Type("BOOLEAN");

    /** The texts of dates. */
    public static final Type DATE = new Type("DATE");

    /** The texts of timestamps, to the microsecond. */
    public static final Type TIMESTAMP = new Type("TIMESTAMP");

    /** The texts of timestamps with an offset, to the microsecond. */
    public static final Type OFFSET_TIMESTAMP = new Type("TIMESTAMP WITH TIME ZONE");

    private static final List<Type> NUMBERS = List.of(NUMBER, SINGLE, WHOLE);

    /** Returns the type of numbers of some decimals, with as many digits as a file can have. */
    static Type decimal(int decimals) {
      return new Type("DECIMAL(38,%s)".formatted(decimals));
    }

    /** Returns whether values are numbers of a size that a processor has. */
    boolean isBinary() {
      return NUMBERS.contains(this);
    }

    boolean isNumber() {
      return isBinary() || sql.startsWith("DECIMAL");
    }

    /** Returns the number of decimals that it holds. */
    private int decimals() {
      if (isBinary()) {
        return equals(WHOLE) ? 0 : NumberCoding.ALL_DECIMALS;
      }
      return Integer.parseInt(sql.substring(sql.indexOf(',') + 1, sql.length() - 1));
    }
  }

  /** Seconds below which a timestamp of a file would lose digits. */
  private static final double MICROSECOND = 1e-6;

  private static final List<String> TRUTHS = List.of("false", "true");

  /** Returns a column of numbers. */
  public static OutputColumn number(String name) {
    return new OutputColumn(name, Type.NUMBER);
  }

  /** Returns how a column of a model is written. */
  public static OutputColumn of(TableColumn column) {
    return of(column, Optional.empty());
  }

  /**
   * Returns how a column of a model is written next to cells of a table. It keeps the stored type
   * of the table's cells, which is empty where they have none, if that type also suits the draws.
   */
  public static OutputColumn of(TableColumn column, Optional<Type> stored) {
    Type own = own(column);
    return new OutputColumn(
        column.name(), stored.filter(type -> suits(type, own, column)).orElse(own));
  }

  private static boolean suits(Type stored, Type own, TableColumn column) {
    if (stored.equals(Type.TEXT)) {
      return true;
    }
    if (column.coding() instanceof NumberCoding numbers) {
      boolean isWhole = column.kind().isWhole();
      return stored.isNumber() && (isWhole || numbers.decimals() <= stored.decimals());
    }
    return column.kind().isTemporal()
        ? own.equals(Type.TEXT) && !stored.isNumber()
        : stored.equals(Type.TRUTH)
            && (column.kind() instanceof ColumnKind.Bool || column.names().equals(TRUTHS));
  }

  /**
   * Times of day are text, since Spark reads no others. So are categories, which may be unseen ones
   * besides false and true.
   */
  private static Type own(TableColumn column) {
    if (column.coding() instanceof TimeCoding times) {
      return own(times);
    }
    if (column.isText()) {
      boolean isTruth = column.kind() instanceof ColumnKind.Bool && column.names().equals(TRUTHS);
      return isTruth ? Type.TRUTH : Type.TEXT;
    }
    return column.kind().isWhole() ? Type.WHOLE : Type.NUMBER;
  }

  private static Type own(TimeCoding times) {
    if (times.form() == Moment.Form.DATE) {
      return Type.DATE;
    }
    if (times.form() == Moment.Form.TIME || times.step() < MICROSECOND) {
      return Type.TEXT;
    }
    return times.form() == Moment.Form.TIMESTAMP ? Type.TIMESTAMP : Type.OFFSET_TIMESTAMP;
  }

  /** Returns a value as a number; a text is parsed. */
  static Number number(Object value) {
    if (value instanceof String text) {
      return text.endsWith("Infinity") ? Double.valueOf(text) : (Number) Numbers.parse(text);
    }
    return value instanceof Float single ? (Number) Numbers.ofDigits(single) : (Number) value;
  }
}
