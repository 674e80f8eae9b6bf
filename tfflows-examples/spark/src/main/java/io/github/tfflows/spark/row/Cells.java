package io.github.tfflows.spark.row;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.text.Numbers;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Converts values of Spark's rows to values of tables, and back. */
public final class Cells {
  private static final String MINUTES = "^(.{10}[T ]\\d\\d:\\d\\d)(?!:)";

  /** Returns a value as a number; NaN if it is missing or not a number. */
  static double number(@Nullable Object value) {
    if (value instanceof Float single) {
      return Numbers.ofDigits(single);
    }
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Returns a value as text; null if it is missing. Moments are in ISO 8601, in UTC. */
  static @Nullable String text(@Nullable Object value) {
    if (value instanceof Timestamp timestamp) {
      return utc(timestamp.toInstant());
    }
    if (value instanceof Instant instant) {
      return utc(instant);
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    String text = value == null ? "" : words(value);
    return Numbers.isMissing(text) ? null : text;
  }

  /** Returns the text of a number or of another value, the same as in other tables. */
  private static String words(Object value) {
    if (value instanceof Float single) {
      return Numbers.text(single.floatValue());
    }
    return value instanceof Double number ? Numbers.text(number.doubleValue()) : value.toString();
  }

  /** Returns the type of the values that a column decodes. */
  public static DataType type(TableColumn column) {
    if (column.isText()) {
      return DataTypes.StringType;
    }
    return column.isLong() ? DataTypes.LongType : DataTypes.DoubleType;
  }

  /** Returns the type of drawn rows that a column has, to which its values can be cast. */
  static DataType drawn(TableColumn column) {
    if (column.coding() instanceof TimeCoding times) {
      return switch (times.form()) {
        case DATE -> DataTypes.DateType;
        case TIME -> DataTypes.StringType;
        case TIMESTAMP -> DataTypes.TimestampNTZType;
        case OFFSET_TIMESTAMP -> DataTypes.TimestampType;
      };
    }
    if (column.names().equals(List.of("false", "true"))) {
      return DataTypes.BooleanType;
    }
    return column.kind().isWhole() ? DataTypes.LongType : type(column);
  }

  /** Returns a value that a model decoded; null where it is missing. */
  public static @Nullable Object of(Object decoded) {
    boolean isMissing = decoded.equals("") || (decoded instanceof Number number && isNaN(number));
    return isMissing ? null : decoded;
  }

  /** Returns the column of rows that has a name. */
  public static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Converts a column of values that a model decoded; Spark reads no moment without seconds. */
  public static Column cast(Column decoded, DataType type) {
    boolean isMoment =
        type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
    return (isMoment ? functions.regexp_replace(decoded, MINUTES, "$1:00") : decoded).cast(type);
  }

  private static String utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toString();
  }

  private static boolean isNaN(Number number) {
    return Double.isNaN(number.doubleValue());
  }

  private Cells() {}
}
