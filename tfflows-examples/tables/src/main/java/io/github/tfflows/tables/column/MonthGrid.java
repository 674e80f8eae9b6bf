package io.github.tfflows.tables.column;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Dates on one day of each month, or of each of some months, such as the first of a quarter or the
 * last day of a month.
 *
 * @param months the number of months from one date to the next; zero for dates on any day
 * @param first the month of one of the dates, as {@link ChronoField#PROLEPTIC_MONTH} counts months
 * @param day the number of days from the first of the month; -1 for the last day of the month
 *     before
 */
public record MonthGrid(int months, long first, int day) implements Serializable {
  /** Dates on any day. */
  public static final MonthGrid NONE = new MonthGrid(0, 0, 0);

  /** The last day of the month, less one, that all months have. */
  private static final int LAST = 27;

  /** Fewer different dates may be on the same day of the month by chance. */
  private static final int FEWEST = 5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the number of months is negative, or some month lacks the
   *     day
   */
  public MonthGrid {
    if (months < 0 || day < -1 || day > LAST) {
      throw new IllegalArgumentException(
          "expected months >= 0 and a day in -1 .. %s, got %s and %s".formatted(LAST, months, day));
    }
  }

  /**
   * Returns the grid with the fewest dates that has all of these, in ascending order; none if they
   * are few, or on different days of the month.
   */
  public static MonthGrid of(List<LocalDate> dates) {
    if (dates.size() < FEWEST) {
      return NONE;
    }
    LocalDate start = dates.get(0);
    long months =
        dates.stream().mapToLong(date -> month(date) - month(start)).reduce(0, MonthGrid::divisor);
    if (dates.stream().allMatch(date -> date.getDayOfMonth() == date.lengthOfMonth())) {
      return new MonthGrid((int) months, month(start) + 1, -1);
    }
    int day = start.getDayOfMonth() - 1;
    boolean areOfOneDay = dates.stream().allMatch(date -> date.getDayOfMonth() == day + 1);
    return areOfOneDay && day <= LAST ? new MonthGrid((int) months, month(start), day) : NONE;
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static long month(LocalDate date) {
    return date.getLong(ChronoField.PROLEPTIC_MONTH);
  }

  public boolean isEmpty() {
    return months == 0;
  }

  /** Returns the mean number of days from one date to the next. */
  double width() {
    return months * TimeCoding.TWELFTH;
  }

  /** Returns the nearest date, in days since 1970; of two that are equally near, the later one. */
  double nearest(double date) {
    if (isEmpty()) {
      return date;
    }
    long month = before(date);
    double lower = date(month);
    double upper = date(month + months);
    return date - lower < upper - date ? lower : upper;
  }

  /** Returns the dates from one to another, in days since 1970. */
  public double[] between(double low, double high) {
    return LongStream.iterate(before(low), month -> month + months)
        .mapToDouble(this::date)
        .takeWhile(date -> date <= high)
        .filter(date -> date >= low)
        .toArray();
  }

  /** Returns whether numbers of days since 1970 are dates of the grid. */
  boolean contains(DoubleStream dates) {
    return dates.allMatch(date -> nearest(date) == date);
  }

  /** Returns the month of the last date that is not later than a number of days since 1970. */
  private long before(double date) {
    long month = month(LocalDate.ofEpochDay((long) Math.floor(date)).minusDays(day));
    return month - Math.floorMod(month - first, (long) months);
  }

  private double date(long month) {
    return LocalDate.EPOCH.with(ChronoField.PROLEPTIC_MONTH, month).plusDays(day).toEpochDay();
  }
}
