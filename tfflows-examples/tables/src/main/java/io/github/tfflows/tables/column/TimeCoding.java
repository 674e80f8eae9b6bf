package io.github.tfflows.tables.column;

import io.github.tfflows.tables.cell.MassNumbers;
import io.github.tfflows.tables.cell.Phases;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The time from an origin: days of dates, seconds of times. Single precision holds numbers near
 * zero best, so the origin is in the middle of the data; a time of day counts from midnight.
 *
 * @param form the parts of a text
 * @param origin the moment of the number zero
 * @param step the spacing of the values, in days or seconds; it divides a day
 * @param format the pattern of written values, for {@link DateTimeFormatter}
 * @param range the least and the greatest number of the data that is not a point mass
 * @param massNumbers the point masses, in days or seconds from the origin, and their nearest steps
 * @param part the part of times that is an outcome of its own among several modelled columns
 * @param grid the dates or times to which draws snap
 */
public record TimeCoding(
    Moment.Form form,
    OffsetDateTime origin,
    double step,
    String format,
    NumberCoding.Range range,
    MassNumbers massNumbers,
    Part part,
    TimeGrid grid)
    implements Coding {
  /** A part of times on which other columns can depend, with a {@linkplain Phases phase} each. */
  public enum Part {
    NONE,
    /** The hour of a timestamp; longer parts of a day if the step is longer. */
    HOUR,
    /** The day of the week of a date. */
    WEEKDAY,
    /** The twelfth of the year of a date, from the first of January on. */
    TWELFTH;

    static Part of(Moment.Form form) {
      return form == Moment.Form.TIMESTAMP || form == Moment.Form.OFFSET_TIMESTAMP ? HOUR : NONE;
    }
  }

  /** Formatters by pattern, since compiling one takes longer than writing a value. */
  private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

  private static final double NANOS = 1e9;
  private static final double DAY = 86_400;
  private static final double HOUR = 3_600;
  private static final int WEEK = 7;

  /** The days of a twelfth of the mean year of the Gregorian calendar. */
  static final double TWELFTH = 365.2425 / 12;

  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /** Seconds beyond all years that can be written. */
  private static final double FARTHEST = 4e11;

  /**
   * Checks the step and the format.
   *
   * @throws IllegalArgumentException if the step is not positive, or the format is invalid
   */
  public TimeCoding {
    if (!(step > 0 && step <= DAY)) {
      throw new IllegalArgumentException("expected a step of at most a day, got " + step);
    }
    DateTimeFormatter unused = formatter(format);
  }

  /** Creates dates without parts, or timestamps with hours. */
  public TimeCoding(
      Moment.Form form,
      OffsetDateTime origin,
      double step,
      String format,
      NumberCoding.Range range,
      MassNumbers massNumbers) {
    this(form, origin, step, format, range, massNumbers, Part.of(form), TimeGrid.NONE);
  }

  /** Creates times without a range and without point masses. */
  public TimeCoding(Moment.Form form, OffsetDateTime origin, double step, String format) {
    this(form, origin, step, format, NumberCoding.Range.ALL, MassNumbers.NONE);
  }

  private static DateTimeFormatter formatter(String format) {
    return FORMATTERS.computeIfAbsent(
        format, pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  /**
   * Returns point masses whose numbers are the nearest steps. Only a mass beyond all other values
   * may be between steps.
   */
  public static MassNumbers massNumbers(List<Double> masses, double step) {
    return MassNumbers.of(masses, since -> Math.rint(since / step) * step);
  }

  private double unit() {
    return form == Moment.Form.DATE ? DAY : 1;
  }

  /** Returns the same times with the smallest step that the format and the data have. */
  public TimeCoding finest() {
    double written = format.contains(":ss") ? 1 : 60;
    double finest = form == Moment.Form.DATE ? step : Math.min(step, written);
    return new TimeCoding(form, origin, finest, format, range, massNumbers, part, grid);
  }

  /** Returns the same times with another part that is an outcome of its own. */
  public TimeCoding withPart(Part other) {
    return new TimeCoding(form, origin, step, format, range, massNumbers, other, grid);
  }

  /** Returns the same times, whose draws snap to a grid. */
  public TimeCoding withGrid(TimeGrid other) {
    return new TimeCoding(form, origin, step, format, range, massNumbers, part, other);
  }

  /** Returns whether times are a whole number of days apart. */
  public boolean isOfDays() {
    return step * unit() == DAY;
  }

  /** Returns the moment of the step that is nearest to a number. */
  public OffsetDateTime moment(double x) {
    return moment(Math.max(-FARTHEST, Math.min(FARTHEST, x * unit())), step * unit());
  }

  /** Returns the moment of a grain of seconds, which divides a day, that is nearest to a time. */
  private OffsetDateTime moment(double seconds, double grain) {
    double days = Math.floor(seconds / DAY);
    long grains = (long) Math.rint((seconds - days * DAY) / grain);
    return origin.plusDays((long) days).plus(duration(grain).multipliedBy(grains));
  }

  /** Returns the phases of the part; empty if there is a single one. */
  Optional<Phases> phases() {
    return switch (part) {
      case NONE -> Optional.empty();
      case HOUR -> hours();
      case WEEKDAY -> {
        double monday = 1 - origin.getDayOfWeek().getValue() - step / 2;
        yield Optional.of(new Phases(monday, 1, WEEK));
      }
      case TWELFTH -> {
        double newYear = 1 - origin.getDayOfYear() - step / 2;
        yield Optional.of(new Phases(newYear, TWELFTH, 12));
      }
    };
  }

  private Optional<Phases> hours() {
    double width = Math.max(step, HOUR);
    double midnight = -origin.toLocalTime().toNanoOfDay() / NANOS - step / 2;
    boolean isWhole = DAY % width == 0 && width % step == 0;
    return width == DAY || !isWhole
        ? Optional.empty()
        : Optional.of(new Phases(midnight, width, (int) (DAY / width)));
  }

  /** Returns the origin as the time since the first of January 1970 in the unit of the numbers. */
  public double epoch() {
    return (origin.toEpochSecond() + origin.getNano() / NANOS) / unit();
  }

  @Override
  public double read(String text) {
    return Moment.parse(text)
        .filter(moment -> moment.form() == form)
        .map(moment -> Duration.between(origin, moment.at()))
        .map(since -> (since.getSeconds() + since.getNano() / NANOS) / unit())
        .orElse(Double.NaN);
  }

  @Override
  public float number(double since) {
    return massNumbers.number(since, step / 2, (float) since);
  }

  @Override
  public List<String> massTexts() {
    return masses().stream().map(this::exact).toList();
  }

  /** Returns the point mass of a number, or the nearest multiple of the step. */
  public double rounded(double x) {
    double mass = mass(x);
    return Double.isNaN(mass) ? Math.rint(x / step) * step : mass;
  }

  private double mass(double x) {
    return massNumbers.value((float) x, step / 2);
  }

  /**
   * Returns the text of the point mass of a number, or of the nearest moment of the step, in the
   * years 1 to 9999.
   */
  @Override
  public String written(double x) {
    double mass = mass(x);
    return Double.isNaN(mass) ? nearest(x) : exact(mass);
  }

  /**
   * Returns {@link #written}; clips other moments than point masses to the range, and snaps them to
   * the grid.
   */
  @Override
  public String drawn(double x) {
    double mass = mass(x);
    return Double.isNaN(mass) ? nearest(snapped(range.nearest(x))) : exact(mass);
  }

  /** Returns {@link #written}, snapped to a grid of months. */
  String onMonths(double x) {
    double mass = mass(x);
    return Double.isNaN(mass)
        ? nearest(grid instanceof TimeGrid.Months ? snapped(x) : x)
        : exact(mass);
  }

  /** Returns the distance between two values of draws; with a grid of months, the mean distance. */
  public double apart() {
    return grid instanceof TimeGrid.Months months ? months.width() / days() : step;
  }

  private double snapped(double x) {
    return grid.isEmpty() ? x : grid.snapped(date(x)) / days() - epoch();
  }

  /** Returns the days from 1970 to the moment of the step that is nearest to a number. */
  private double date(double x) {
    return (rounded(x) + epoch()) * days();
  }

  /** Returns the unit of the numbers in days. */
  public double days() {
    return unit() / DAY;
  }

  @Override
  public TimeCoding withMasses(MassNumbers some) {
    return new TimeCoding(form, origin, step, format, range, some, part, grid);
  }

  @Override
  public TimeCoding reaching(double... numbers) {
    DoubleStream dense =
        DoubleStream.of(numbers)
            .filter(x -> Double.isNaN(mass(x)))
            .filter(x -> (float) range.nearest(rounded(x)) != (float) x)
            .map(this::rounded);
    double[] others = DoubleStream.of(numbers).filter(x -> Double.isNaN(mass(x))).toArray();
    double farthest = DoubleStream.of(others).map(Math::abs).max().orElse(0);
    double tolerance = Math.max(step / 2, Math.ulp((float) farthest)) * days();
    double[] dates = DoubleStream.of(others).map(this::date).toArray();
    return new TimeCoding(
        form,
        origin,
        step,
        format,
        range.with(dense),
        massNumbers,
        part,
        grid.keptBy(dates, tolerance));
  }

  /**
   * Returns the text of a point mass, which may be between steps: the shortest one that is the mass
   * in double precision. In the year 9999, this has four decimals of a second.
   */
  private String exact(double mass) {
    double seconds = mass * unit();
    double rounding = 2 * Math.ulp(Math.abs(seconds) + Math.abs(epoch()) * unit());
    double finest = Math.pow(10, -decimals());
    double grain =
        DoubleStream.concat(
                DoubleStream.of(step * unit()),
                IntStream.rangeClosed(0, decimals()).mapToDouble(digits -> Math.pow(10, -digits)))
            .filter(each -> Math.abs(seconds - Math.rint(seconds / each) * each) <= rounding)
            .findFirst()
            .orElse(finest);
    return written(moment(seconds, grain), Math.min(finest, grain));
  }

  /** Returns the number of decimals of a second in the format. */
  private int decimals() {
    return (int) format.chars().filter(letter -> letter == 'S').count();
  }

  private String nearest(double x) {
    return written(moment(x), step * unit());
  }

  /** Returns the text of a moment, clipped to the years 1 to 9999 less a grain of seconds. */
  private String written(OffsetDateTime at, double grain) {
    OffsetDateTime first = FIRST.atStartOfDay().atOffset(origin.getOffset());
    OffsetDateTime last =
        LAST.plusDays(1).atStartOfDay().minus(duration(grain)).atOffset(origin.getOffset());
    return text(at.isBefore(first) ? first : at.isAfter(last) ? last : at);
  }

  public String text(OffsetDateTime moment) {
    return formatter(format).format(moment);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS));
  }

  /** Returns a time of day for times, and a date and a time with an offset for others. */
  @Override
  public String zero() {
    return form == Moment.Form.TIME ? origin.toLocalTime().toString() : origin.toString();
  }

  @Override
  public String expected() {
    return form.example();
  }
}
