package io.github.tfflows.tables;

import java.io.Serializable;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Statistics of the texts of a column that have one form of dates or times. */
final class TimeScan implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Duration DAY = Duration.ofDays(1);

  private final Moment.Form form;
  private final String first;
  private final OffsetDateTime start;
  private long count;
  private OffsetDateTime low;
  private OffsetDateTime high;

  /** The largest divisor of a day and of all times since the first, in nanoseconds. */
  private long divisor = DAY.toNanos();

  private int length;

  /** Begins with the first text, whose separator and offset draws have. */
  TimeScan(Moment moment, String text) {
    this.form = moment.form();
    this.first = text.strip();
    this.start = moment.at();
    this.low = moment.at();
    this.high = moment.at();
    accept(moment, text);
  }

  void accept(Moment moment, String text) {
    include(moment.at());
    length = Math.max(length, clock(text.strip()).length());
    count++;
  }

  private void include(OffsetDateTime moment) {
    OffsetDateTime at = moment.withOffsetSameInstant(start.getOffset());
    low = at.isBefore(low) ? at : low;
    high = at.isAfter(high) ? at : high;
    divisor = gcd(divisor, timeOfDay(at) - timeOfDay(start));
  }

  private static long timeOfDay(OffsetDateTime at) {
    return at.toLocalTime().toNanoOfDay();
  }

  /** Adds the texts of the rows that follow. */
  void append(TimeScan later) {
    include(later.low);
    include(later.high);
    divisor = gcd(divisor, later.divisor);
    length = Math.max(length, later.length);
    count += later.count;
  }

  private static long gcd(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue();
  }

  /** The time of day of a text, without the date and the offset. */
  private String clock(String text) {
    String time = text.substring(form == Moment.Form.TIME ? 0 : Math.min(text.length(), 11));
    return form == Moment.Form.OFFSET_TIMESTAMP ? time.split("[-+zZ]", 2)[0] : time;
  }

  Moment.Form form() {
    return form;
  }

  long count() {
    return count;
  }

  boolean isConstant() {
    return low.isEqual(high);
  }

  /** The first text. */
  String first() {
    return first;
  }

  /** The coding with the spacing of the data. */
  TimeCoding coding() {
    if (form == Moment.Form.TIME) {
      return new TimeCoding(
          form, LocalDate.EPOCH.atStartOfDay().atOffset(start.getOffset()), seconds(), format());
    }
    double step = form == Moment.Form.DATE ? 1 : seconds();
    return new TimeCoding(form, middle(), step, format());
  }

  private double seconds() {
    return nanos() / 1e9;
  }

  /** The spacing of the times of day, which divides a day. */
  private long nanos() {
    return gcd(divisor, timeOfDay(start));
  }

  /** A moment of the spacing near the middle of the range. */
  private OffsetDateTime middle() {
    Duration half = Duration.between(low, high).dividedBy(2);
    Duration spacing = Duration.ofNanos(nanos());
    return low.plus(spacing.multipliedBy(half.dividedBy(spacing)));
  }

  /** Whether single precision does not hold each moment of the range. */
  boolean isRounded() {
    return reach().dividedBy(Duration.ofNanos(nanos())) > TableColumn.WHOLE_LIMIT;
  }

  /** The seconds between two numbers of single precision at the ends of the range. */
  double rounding() {
    return Math.ulp((float) reach().toSeconds());
  }

  /** The longest time from the origin. */
  private Duration reach() {
    return form == Moment.Form.TIME ? DAY : Duration.between(low, high).dividedBy(2);
  }

  private String format() {
    String date = "uuuu-MM-dd";
    return switch (form) {
      case DATE -> date;
      case TIME -> clockFormat();
      case TIMESTAMP -> date + separator() + clockFormat();
      case OFFSET_TIMESTAMP -> date + separator() + clockFormat() + offsetFormat();
    };
  }

  private String separator() {
    return first.charAt(10) == ' ' ? " " : "'T'";
  }

  /** Hours and minutes, and seconds with as many digits as the data have. */
  private String clockFormat() {
    String minutes = "HH:mm";
    String seconds = minutes + ":ss";
    if (length > seconds.length()) {
      return seconds + "." + "S".repeat(length - seconds.length() - 1);
    }
    return length > minutes.length() ? seconds : minutes;
  }

  private String offsetFormat() {
    return first.toUpperCase(Locale.ROOT).endsWith("Z") ? "XXX" : "xxx";
  }
}
