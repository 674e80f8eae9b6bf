package io.github.tfflows.tables.column;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Numbers;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A date, a time of day or both, read from ISO 8601 text.
 *
 * @param form the parts that the text has
 * @param at the moment, in UTC if the text has no offset; a date is at midnight, and a time of day
 *     on the first of January 1970
 */
public record Moment(Form form, OffsetDateTime at) {
  private static final int DATE_LENGTH = 10;
  private static final int LAST_YEAR = 9999;

  /** Such as 2024-05-17T14:05:59. */
  private static final int SECONDS_LENGTH = 19;

  private static final double NANOS = 1e9;

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME) // ignores case from here on
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** The parts of a text. */
  public enum Form {
    DATE("a date such as 2024-05-17"),
    TIME("a time of day such as 14:05 or 14:05:59"),
    TIMESTAMP("a timestamp such as 2024-05-17T14:05:59"),
    OFFSET_TIMESTAMP("a timestamp with an offset such as 2024-05-17T14:05:59Z");

    private final String example;

    Form(String example) {
      this.example = example;
    }

    public static Form of(ColumnKind kind, String pattern) {
      if (kind instanceof ColumnKind.Timestamp) {
        boolean hasOffset = pattern.endsWith("X") || pattern.endsWith("x");
        return hasOffset ? OFFSET_TIMESTAMP : TIMESTAMP;
      }
      return kind instanceof ColumnKind.Date ? DATE : TIME;
    }

    /** Returns the kind of a column of such texts. */
    public ColumnKind kind() {
      return switch (this) {
        case DATE -> new ColumnKind.Date();
        case TIME -> new ColumnKind.TimeOfDay();
        case TIMESTAMP, OFFSET_TIMESTAMP -> new ColumnKind.Timestamp();
      };
    }

    /** Returns a description of the form with an example. */
    public String example() {
      return example;
    }
  }

  /** Reads a text; empty if it is not a moment in the years 1 to 9999. */
  public static Optional<Moment> parse(String text) {
    try {
      return Optional.ofNullable(read(text.strip()))
          .filter(moment -> moment.at.getYear() >= 1 && moment.at.getYear() <= LAST_YEAR);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Returns the moment of a cell; empty for a number, another text or a missing value. */
  public static Optional<Moment> of(RowCursor row, int column) {
    String text = Double.isNaN(row.number(column)) ? row.text(column) : null;
    return text == null ? Optional.empty() : parse(text);
  }

  /** Returns the number of the text of a number, a date or a timestamp; NaN of another one. */
  public static double number(String text) {
    return parse(text)
        .filter(moment -> moment.form != Form.TIME)
        .map(Moment::number)
        .orElseGet(() -> Numbers.parse(text));
  }

  /** Returns the days of a date since 1970, or the seconds; of a time of day since midnight. */
  public double number() {
    return form == Form.DATE
        ? at.toLocalDate().toEpochDay()
        : at.toEpochSecond() + at.getNano() / NANOS;
  }

  private static @Nullable Moment read(String text) {
    if (text.length() > 4 && text.charAt(2) == ':') {
      return local(Form.TIME, LocalDate.EPOCH.atTime(LocalTime.parse(text)));
    }
    if (text.length() < DATE_LENGTH || text.charAt(4) != '-') {
      return null;
    }
    if (text.length() == DATE_LENGTH) {
      return local(Form.DATE, date(text).atStartOfDay());
    }
    char separator = text.charAt(DATE_LENGTH);
    if (separator != 'T' && separator != 't' && separator != ' ') {
      return null;
    }
    if (text.length() == SECONDS_LENGTH && isTime(text)) {
      int hour = digits(text, 11, 13);
      LocalDate day = date(text.substring(0, DATE_LENGTH));
      return local(
          Form.TIMESTAMP, day.atTime(hour, digits(text, 14, 16), digits(text, 17, SECONDS_LENGTH)));
    }
    TemporalAccessor both =
        TIMESTAMP.parseBest(
            text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1),
            OffsetDateTime::from,
            LocalDateTime::from);
    return both instanceof OffsetDateTime at
        ? new Moment(Form.OFFSET_TIMESTAMP, at)
        : local(Form.TIMESTAMP, LocalDateTime.from(both));
  }

  /** Reads a date as {@link LocalDate#parse} does, in a tenth of the time. */
  private static LocalDate date(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    boolean isMonth = year > 0 && month > 0 && month <= 12 && text.charAt(7) == '-';
    return isMonth && day > 0 && day <= YearMonth.of(year, month).lengthOfMonth()
        ? LocalDate.of(year, month, day)
        : LocalDate.parse(text);
  }

  /** Returns whether a timestamp ends with the hours, minutes and seconds of a day. */
  private static boolean isTime(String text) {
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, SECONDS_LENGTH);
    boolean isOfDay = hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
    return isOfDay
        && second >= 0
        && second < 60
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  /** Returns the number of digits; negative if there is another character. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static Moment local(Form form, LocalDateTime at) {
    return new Moment(form, at.atOffset(ZoneOffset.UTC));
  }
}
