package io.github.tfflows.cli.file.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A pass over the rows of a query. Times have the texts that DuckDB gives them. */
final class DuckCursor implements RowCursor {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The rows that are read, with their name and the format of their file (or an empty text) in
   * messages.
   */
  record Read(String name, String format, List<DuckColumn> columns) {
    IOException failed(SQLException e) {
      return DuckDatabase.failed(name, format, e);
    }
  }

  private final Read source;
  private final DuckDBConnection connection;
  private final ResultSet rows;
  private final DuckColumn.Form[] forms;
  private long row;

  DuckCursor(Read source, DuckDBConnection connection, ResultSet rows) {
    this.source = source;
    this.connection = connection;
    this.rows = rows;
    this.forms = source.columns().stream().map(DuckColumn::form).toArray(DuckColumn.Form[]::new);
  }

  @Override
  public boolean next() throws IOException {
    try {
      row++;
      return rows.next();
    } catch (SQLException e) {
      throw source.failed(e);
    }
  }

  @Override
  public String place() {
    return "row " + row;
  }

  @Override
  public @Nullable String text(int column) {
    int place = column + 1;
    try {
      return switch (forms[column]) {
        case LONG -> {
          long value = rows.getLong(place);
          yield rows.wasNull() ? null : Long.toString(value);
        }
        case FLOAT -> {
          float value = rows.getFloat(place);
          yield rows.wasNull() || Float.isNaN(value) ? null : Numbers.text(value);
        }
        case DOUBLE -> {
          double value = rows.getDouble(place);
          yield rows.wasNull() || Double.isNaN(value) ? null : Numbers.text(value);
        }
        case TIME -> text(rows.getObject(place, LocalTime.class), DuckCursor::time);
        case TIMESTAMP -> text(rows.getObject(place, LocalDateTime.class), DuckCursor::timestamp);
        case ZONED -> zoned(place);
        case JSON -> present(unquoted(rows.getString(place)));
        case BYTES -> present(decoded(column));
        case UNREADABLE -> throw notPlain(column);
        case TEXT -> present(rows.getString(place));
      };
    } catch (SQLException e) {
      throw unreadable(column, e);
    }
  }

  /**
   * Reads an instant from its microseconds. The driver would return it by the clock of the JVM's
   * zone, and with a wrong offset for some hours when that clock changes.
   */
  private @Nullable String zoned(int place) throws SQLException {
    long micros = rows.getLong(place);
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return rows.wasNull()
        ? null
        : timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "+00";
  }

  private static <T> @Nullable String text(@Nullable T value, Function<T, String> format) {
    return value == null ? null : format.apply(value);
  }

  private static String timestamp(LocalDateTime at) {
    return at.toLocalDate() + " " + time(at.toLocalTime());
  }

  /** Returns a time with its seconds, and without zeros at the end of their fraction. */
  private static String time(LocalTime at) {
    String text = at.toString();
    if (at.getNano() == 0) {
      return at.getSecond() == 0 ? text + ":00" : text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }

  @Override
  public double number(int column) {
    int place = column + 1;
    try {
      double number =
          switch (forms[column]) {
            case LONG -> rows.getLong(place);
            case FLOAT -> Numbers.ofDigits(rows.getFloat(place));
            case DOUBLE -> rows.getDouble(place);
            case TIME, TIMESTAMP, ZONED -> Double.NaN;
            case JSON -> parsed(unquoted(rows.getString(place)));
            case BYTES -> parsed(decoded(column));
            case UNREADABLE -> throw notPlain(column);
            case TEXT -> parsed(rows.getString(place));
          };
      return rows.wasNull() ? Double.NaN : number;
    } catch (SQLException e) {
      throw unreadable(column, e);
    }
  }

  private static @Nullable String present(@Nullable String text) {
    return text == null || Numbers.isMissing(text) ? null : text;
  }

  /** Returns a value in JSON without the quotes that texts have. */
  private static @Nullable String unquoted(@Nullable String json) {
    try {
      return json == null || !json.startsWith("\"") ? json : JSON.readValue(json, String.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // the database has parsed it
    }
  }

  private @Nullable String decoded(int column) throws SQLException {
    byte[] bytes = rows.getBytes(column + 1);
    try {
      return bytes == null
          ? null
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw notPlain(column);
    }
  }

  private static double parsed(@Nullable String text) {
    return text == null || Numbers.isMissing(text) ? Double.NaN : Numbers.parse(text);
  }

  private IllegalArgumentException notPlain(int column) {
    DuckColumn read = source.columns().get(column);
    List<String> others =
        source.columns().stream()
            .filter(other -> other.form() == DuckColumn.Form.UNREADABLE && !other.equals(read))
            .map(DuckColumn::name)
            .toList();
    return new IllegalArgumentException(
        "%s: the column %s is nested, binary or a length of time (%s)%s; leave it out, or select plain values"
            .formatted(
                source.name(),
                Excerpt.of(read.name()),
                Excerpt.of(read.type()),
                others.isEmpty() ? "" : ", like " + Excerpt.of(others)));
  }

  private UncheckedIOException unreadable(int column, SQLException e) {
    IOException failure = source.failed(e);
    return new UncheckedIOException(
        "%s, %s, column %s cannot be read: %s"
            .formatted(
                source.name(),
                place(),
                Excerpt.of(source.columns().get(column).name()),
                DuckDatabase.reason(e)),
        failure);
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      rows.getStatement().close();
    } catch (SQLException e) {
      throw source.failed(e);
    }
  }
}
