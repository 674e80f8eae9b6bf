package io.github.tfflows.tables.column;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The dates or times to which draws snap, in days since 1970. */
public sealed interface TimeGrid extends Serializable {
  /** Any date and any time. */
  TimeGrid NONE = new Hours(List.of());

  /** Returns whether draws have any date and any time. */
  boolean isEmpty();

  /** Returns the date to which a drawn one snaps. */
  double snapped(double date);

  /**
   * Returns the grid to which dates of further data keep, if any.
   *
   * @param tolerance the largest distance of a date on the grid, in days
   */
  TimeGrid keptBy(double[] dates, double tolerance);

  /**
   * Dates on one day of each month, or of each of some months, such as the first of a quarter or
   * the last day of a month.
   *
   * @param months the number of months from one date to the next
   * @param first the month of one of the dates, as {@link ChronoField#PROLEPTIC_MONTH} counts
   *     months
   * @param day the number of days from the first of the month; -1 for the last day of the month
   *     before
   */
  record Months(int months, long first, int day) implements TimeGrid {
    /** The last day of the month, less one, that all months have. */
    private static final int LAST = 27;

    /** Fewer different dates may be on the same day of the month by chance. */
    private static final int FEWEST = 5;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the number of months is not positive, or some month lacks
     *     the day
     */
    public Months {
      if (months < 1 || day < -1 || day > LAST) {
        throw new IllegalArgumentException(
            "expected months >= 1 and a day in -1 .. %s, got %s and %s"
                .formatted(LAST, months, day));
      }
    }

    /**
     * Returns the grid with the fewest dates that has all of these, in ascending order; none if
     * they are few, or on different days of the month.
     */
    public static TimeGrid of(List<LocalDate> dates) {
      if (dates.size() < FEWEST) {
        return NONE;
      }
      LocalDate start = dates.get(0);
      long months =
          dates.stream().mapToLong(date -> month(date) - month(start)).reduce(0, Months::divisor);
      if (dates.stream().allMatch(date -> date.getDayOfMonth() == date.lengthOfMonth())) {
        return new Months((int) months, month(start) + 1, -1);
      }
      int day = start.getDayOfMonth() - 1;
      boolean areOfOneDay = dates.stream().allMatch(date -> date.getDayOfMonth() == day + 1);
      return months > 0 && areOfOneDay && day <= LAST
          ? new Months((int) months, month(start), day)
          : NONE;
    }

    private static long divisor(long a, long b) {
      return b == 0 ? a : divisor(b, a % b);
    }

    private static long month(LocalDate date) {
      return date.getLong(ChronoField.PROLEPTIC_MONTH);
    }

    @Override
    public boolean isEmpty() {
      return false;
    }

    /** Returns the mean number of days from one date to the next. */
    double width() {
      return months * TimeCoding.TWELFTH;
    }

    /** Returns the nearest date of the grid; of two that are equally near, the later one. */
    @Override
    public double snapped(double date) {
      long month = before(date);
      double lower = date(month);
      double upper = date(month + months);
      return date - lower < upper - date ? lower : upper;
    }

    /** Returns the dates from one to another. */
    public double[] between(double low, double high) {
      return LongStream.iterate(before(low), month -> month + months)
          .mapToDouble(this::date)
          .takeWhile(date -> date <= high)
          .filter(date -> date >= low)
          .toArray();
    }

    /** Returns this grid if all dates, which are whole days, are on it. */
    @Override
    public TimeGrid keptBy(double[] dates, double tolerance) {
      return DoubleStream.of(dates).allMatch(date -> snapped(date) == date) ? this : NONE;
    }

    /** Returns the month of the last date that is not later than a given one. */
    private long before(double date) {
      long month = month(LocalDate.ofEpochDay((long) Math.floor(date)).minusDays(day));
      return month - Math.floorMod(month - first, (long) months);
    }

    private double date(long month) {
      return LocalDate.EPOCH.with(ChronoField.PROLEPTIC_MONTH, month).plusDays(day).toEpochDay();
    }
  }

  /**
   * Timestamps of which nearly all in some hours of the day have one time, such as the midnights of
   * dates without a time, beside the times of a day's work.
   *
   * @param times the times, in seconds from midnight UTC, at most one in each hour
   */
  record Hours(List<Long> times) implements TimeGrid {
    private static final int DAY = 86_400;

    /** The number of seconds in an hour. */
    public static final int HOUR = 3_600;

    /** The least share of the timestamps of an hour that have its time. */
    private static final double NEARLY_ALL = 0.95;

    /** Fewer days of one time of day may be chance. */
    private static final int FEWEST = 20;

    /** The digits of a second that days in double precision hold. */
    private static final double MILLIS = 1e3;

    /**
     * Copies the times.
     *
     * @throws IllegalArgumentException if a time is not of the day, or two are of one hour
     */
    public Hours {
      times = List.copyOf(times);
      boolean areOfOneDay = times.stream().allMatch(time -> time >= 0 && time < DAY);
      if (!areOfOneDay
          || times.stream().map(time -> time / HOUR).distinct().count() < times.size()) {
        throw new IllegalArgumentException(
            "expected seconds of a day, at most one in each hour, got " + times);
      }
    }

    /** Returns the times of the hours in which nearly all moments, in seconds, have one. */
    public static TimeGrid of(double... moments) {
      Map<Long, List<Double>> byHour =
          DoubleStream.of(moments)
              .boxed()
              .collect(
                  Collectors.groupingBy(
                      at -> Math.floorDiv(secondOfDay(at), (long) HOUR),
                      TreeMap::new,
                      Collectors.toList()));
      return new Hours(byHour.values().stream().flatMap(Hours::timeOf).toList());
    }

    private static long secondOfDay(double moment) {
      return Math.floorMod((long) Math.floor(moment), (long) DAY);
    }

    private static Stream<Long> timeOf(List<Double> moments) {
      Map<Long, List<Double>> byTime =
          moments.stream()
              .filter(at -> at == Math.rint(at))
              .collect(Collectors.groupingBy(Hours::secondOfDay));
      return byTime.entrySet().stream()
          .max(Comparator.comparing(time -> time.getValue().size()))
          .filter(time -> time.getValue().size() >= NEARLY_ALL * moments.size())
          .filter(time -> time.getValue().stream().distinct().count() >= FEWEST)
          .map(Map.Entry::getKey)
          .stream();
    }

    @Override
    public boolean isEmpty() {
      return times.isEmpty();
    }

    /** Returns the time of the hour of a date, or the date if the hour has no time. */
    @Override
    public double snapped(double date) {
      double hour = hour(date);
      return timeOfHour(hour).map(time -> (hour * HOUR + time % HOUR) / DAY).orElse(date);
    }

    /** Returns the hours from 1970 to the hour of a date. */
    private static double hour(double date) {
      return Math.floor(Math.rint(date * DAY * MILLIS) / MILLIS / HOUR);
    }

    private Optional<Long> timeOfHour(double hour) {
      long ofDay = Math.floorMod((long) hour, (long) (DAY / HOUR));
      return times.stream().filter(time -> time / HOUR == ofDay).findFirst();
    }

    /** Returns the seconds of each hour's time from its beginning, NaN for hours without one. */
    public double[] secondsOfHours() {
      double[] seconds = new double[DAY / HOUR];
      Arrays.fill(seconds, Double.NaN);
      times.forEach(time -> seconds[(int) (time / HOUR)] = time % HOUR);
      return seconds;
    }

    /** Returns the times that nearly all dates of their hours have. */
    @Override
    public TimeGrid keptBy(double[] dates, double tolerance) {
      return new Hours(
          times.stream()
              .filter(
                  time ->
                      isKeptBy(
                          DoubleStream.of(dates)
                              .filter(date -> timeOfHour(hour(date)).equals(Optional.of(time)))
                              .toArray(),
                          tolerance))
              .toList());
    }

    private boolean isKeptBy(double[] dates, double tolerance) {
      long on =
          DoubleStream.of(dates)
              .filter(date -> Math.abs(snapped(date) - date) <= tolerance)
              .count();
      return on >= NEARLY_ALL * dates.length;
    }
  }
}
