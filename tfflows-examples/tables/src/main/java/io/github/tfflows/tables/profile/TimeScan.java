package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeGrid;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.sketch.ValueCounts;
import io.github.tfflows.tables.sketch.ValueSample;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Statistics of the texts of a column that have one form of dates or times. */
public final class TimeScan implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Duration DAY = Duration.ofDays(1);
  private static final int DATE_LENGTH = "2024-05-17".length();
  private static final int HOURS_LENGTH = "+02".length();

  /** Well-known zones, whose names stand for all zones with the same clocks. */
  private static final List<String> WELL_KNOWN =
      List.of(
          "Europe/London",
          "Europe/Berlin",
          "Europe/Athens",
          "Europe/Moscow",
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Los_Angeles",
          "America/Sao_Paulo",
          "Asia/Kolkata",
          "Asia/Shanghai",
          "Asia/Tokyo",
          "Australia/Sydney");

  private static final double NANOS = 1e9;

  /** Fewer different values have no spacing. */
  private static final int FEWEST_SPACED = 10;

  /** A point mass may divide the spacing of the other values, from days to hours. */
  private static final int MUCH_FINER = 60;

  /** Only moments with a smaller share of the rows determine the range of the data. */
  private static final double FREQUENT = 0.02;

  private final Moment.Form form;
  private final String first;
  private final OffsetDateTime start;
  private long count;
  private final ValueCounts values = new ValueCounts();
  private final ValueSample sample = new ValueSample();
  private OffsetDateTime low;
  private OffsetDateTime high;

  /** The largest divisor of a day and of all times since the first, in nanoseconds. */
  private long divisor = DAY.toNanos();

  private int length;

  /** Whether a text has another offset than the first. */
  private boolean hasOffsets;

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
    hasOffsets |= !moment.at().getOffset().equals(start.getOffset());
    include(moment.at());
    sample.add(epoch(moment.at()));
    values.add(epoch(moment.at()));
    length = Math.max(length, clock(text.strip()).length());
    count++;
  }

  private void include(OffsetDateTime moment) {
    OffsetDateTime at = moment.withOffsetSameInstant(start.getOffset());
    low = at.isBefore(low) ? at : low;
    high = at.isAfter(high) ? at : high;
    divisor = gcd(divisor, timeOfDay(at) - timeOfDay(start));
  }

  private static double epoch(OffsetDateTime at) {
    return at.toEpochSecond() + at.getNano() / NANOS;
  }

  private static long timeOfDay(OffsetDateTime at) {
    return at.toLocalTime().toNanoOfDay();
  }

  /** Adds the texts of the rows that follow. */
  void append(TimeScan later) {
    hasOffsets |= later.hasOffsets || !later.start.getOffset().equals(start.getOffset());
    include(later.low);
    include(later.high);
    sample.append(later.sample);
    values.append(later.values);
    divisor = gcd(divisor, later.divisor);
    length = Math.max(length, later.length);
    count += later.count;
  }

  private static long gcd(long a, long b) {
    return a == 0 ? Math.abs(b) : gcd(b % a, a);
  }

  /** The time of day of a text, without the date and the offset. */
  private String clock(String text) {
    String time =
        text.substring(form == Moment.Form.TIME ? 0 : Math.min(text.length(), DATE_LENGTH + 1));
    return form == Moment.Form.OFFSET_TIMESTAMP ? time.split("[-+zZ]", 2)[0] : time;
  }

  public Moment.Form form() {
    return form;
  }

  /** The earliest and the latest moment, in days since 1970 for dates, in seconds otherwise. */
  public NumberCoding.Range range() {
    return new NumberCoding.Range(new Moment(form, low).number(), new Moment(form, high).number());
  }

  long count() {
    return count;
  }

  boolean isConstant() {
    return low.isEqual(high);
  }

  /**
   * The time by which both the first and the last moment are later than in another column; empty if
   * the two times differ.
   */
  public Optional<Duration> since(TimeScan other) {
    Duration shift = Duration.between(other.low, low);
    return Optional.of(shift).filter(Duration.between(other.high, high)::equals);
  }

  /** The parts of the dates and times that numbers may be. */
  public List<ChronoField> parts() {
    List<ChronoField> all =
        List.of(
            ChronoField.YEAR,
            ChronoField.MONTH_OF_YEAR,
            ChronoField.DAY_OF_MONTH,
            ChronoField.DAY_OF_WEEK,
            ChronoField.DAY_OF_YEAR,
            ChronoField.HOUR_OF_DAY,
            ChronoField.MINUTE_OF_HOUR);
    return all.stream()
        .filter(part -> form != (part.isDateBased() ? Moment.Form.TIME : Moment.Form.DATE))
        .toList();
  }

  /**
   * The zones whose clocks differ at a time between the ends, UTC and well-known ones first; UTC
   * without an offset.
   */
  public List<ZoneId> zones() {
    if (form != Moment.Form.OFFSET_TIMESTAMP) {
      return List.of(ZoneOffset.UTC);
    }
    Map<List<Object>, ZoneId> zones = new LinkedHashMap<>();
    Stream<String> all = ZoneId.getAvailableZoneIds().stream().sorted();
    Stream<ZoneId> named = Stream.concat(WELL_KNOWN.stream(), all).map(ZoneId::of);
    Stream.concat(Stream.of(ZoneOffset.UTC), named)
        .forEach(zone -> zones.putIfAbsent(clocks(zone.getRules()), zone));
    return List.copyOf(zones.values());
  }

  private List<Object> clocks(ZoneRules rules) {
    List<Object> clocks = new ArrayList<>(List.of(rules.getOffset(low.toInstant())));
    Optional.ofNullable(rules.nextTransition(low.toInstant())).stream()
        .flatMap(first -> Stream.iterate(first, next -> rules.nextTransition(next.getInstant())))
        .takeWhile(next -> next != null && !next.getInstant().isAfter(high.toInstant()))
        .forEach(clocks::add);
    return clocks;
  }

  /** The coding with the spacing of the data, and with the moments that are point masses. */
  TimeCoding coding(List<Double> masses) {
    if (form == Moment.Form.TIME) {
      return new TimeCoding(
          form, LocalDate.EPOCH.atStartOfDay().atOffset(start.getOffset()), seconds(), format());
    }
    double step = form == Moment.Form.DATE ? 1 : seconds(masses);
    TimeGrid grid = grid(masses);
    OffsetDateTime origin = origin(grid, masses);
    Scale since = new Scale(epoch(origin), form.kind().seconds());
    NumberCoding.Range all = new NumberCoding.Range(epoch(low), epoch(high));
    NumberCoding.Range dense = values.dense(all, masses, seconds(masses));
    return new TimeCoding(
            form,
            origin,
            step,
            format(),
            new NumberCoding.Range(since.number(dense.low()), since.number(dense.high())),
            TimeCoding.massNumbers(masses.stream().map(since::number).toList(), step))
        .withGrid(grid);
  }

  /**
   * The moment near the middle of the others that is on the grid of the spacing; of hours with a
   * time, this time, so that single precision holds it exactly on all days.
   */
  private OffsetDateTime origin(TimeGrid grid, List<Double> masses) {
    OffsetDateTime origin = near(bulk(masses).median(), masses);
    return grid instanceof TimeGrid.Hours hours && !hours.isEmpty()
        ? origin
            .withOffsetSameInstant(ZoneOffset.UTC)
            .with(LocalTime.ofSecondOfDay(hours.times().get(0)))
            .withOffsetSameInstant(origin.getOffset())
        : origin;
  }

  private TimeGrid grid(List<Double> masses) {
    long nanos = form == Moment.Form.DATE ? DAY.toNanos() : nanos(masses);
    if (nanos == DAY.toNanos()) {
      return form == Moment.Form.OFFSET_TIMESTAMP ? TimeGrid.NONE : months(masses);
    }
    boolean isOfHours = start.getOffset().getTotalSeconds() % TimeGrid.Hours.HOUR == 0;
    return isOfHours && nanos < Duration.ofHours(1).toNanos()
        ? TimeGrid.Hours.of(others(sample.sorted(), masses))
        : TimeGrid.NONE;
  }

  /**
   * The day of the month that all dates have in common, if any. Masses do not count, unless all
   * dates are masses.
   */
  private TimeGrid months(List<Double> masses) {
    Set<Double> others = values.others(masses).keySet();
    Set<Double> dates = others.isEmpty() ? values.others(List.of()).keySet() : others;
    return TimeGrid.Months.of(
        dates.stream().map(at -> LocalDate.ofEpochDay((long) (at / DAY.toSeconds()))).toList());
  }

  /** The moments of many rows, in seconds since 1970; none on the circle of a day. */
  List<Double> masses() {
    if (form == Moment.Form.TIME) {
      return List.of();
    }
    SortedMap<Double, Long> inner = others(List.of(epoch(low), epoch(high)));
    long spacing = spacing(inner.keySet());
    return values.masses(isSpaced(inner, spacing) ? spacing : seconds(), Bulk.Reach.of(rare()));
  }

  /**
   * The moments that few rows have, if any; a moment that stands for a missing value is not among
   * them.
   */
  private double[] rare() {
    double[] all = sample.sorted();
    double[] rare =
        DoubleStream.of(all).filter(at -> values.count(at) < FREQUENT * count).toArray();
    return rare.length > 0 ? rare : all;
  }

  private double seconds() {
    return nanos() / NANOS;
  }

  private double seconds(List<Double> masses) {
    return nanos(masses) / NANOS;
  }

  /** The spacing of all times of day, which divides a day. */
  private long nanos() {
    return gcd(divisor, timeOfDay(start));
  }

  /**
   * The spacing of the times of day, without masses beyond all other values, such as the last
   * second of the year 9999 beside midnights. Of more values than are counted, all masses count.
   */
  private long nanos(List<Double> masses) {
    List<Double> beyond = beyond(masses);
    SortedMap<Double, Long> others = others(beyond);
    long spacing = spacing(others.keySet());
    boolean areApart =
        beyond.stream().mapToDouble(at -> Math.rint(at / spacing)).distinct().count()
            == beyond.size();
    return isSpaced(others, spacing) && areApart ? Duration.ofSeconds(spacing).toNanos() : nanos();
  }

  /** The masses that are more than a day from all other values. */
  private List<Double> beyond(List<Double> masses) {
    SortedMap<Double, Long> others = others(masses);
    return others.isEmpty()
        ? List.of()
        : masses.stream()
            .filter(
                at ->
                    at < others.firstKey() - DAY.toSeconds()
                        || at > others.lastKey() + DAY.toSeconds())
            .toList();
  }

  private SortedMap<Double, Long> others(List<Double> masses) {
    return masses.isEmpty() ? new TreeMap<>() : values.others(masses);
  }

  /** Whether moments have a spacing that is much wider than that of all. */
  private boolean isSpaced(SortedMap<Double, Long> others, long spacing) {
    return others.size() >= FEWEST_SPACED
        && Duration.ofSeconds(spacing).toNanos() >= MUCH_FINER * nanos();
  }

  /** The spacing of moments in seconds, which divides a day; zero if they are not whole seconds. */
  private long spacing(Set<Double> moments) {
    int offset = start.getOffset().getTotalSeconds();
    return moments.stream().allMatch(at -> at == Math.rint(at))
        ? moments.stream()
            .mapToLong(at -> at.longValue() + offset)
            .reduce(DAY.toSeconds(), (divisor, at) -> gcd(divisor, at))
        : 0;
  }

  /**
   * The moments that are no masses, so that far masses do not move the origin. If all moments are
   * masses, these.
   */
  private Bulk bulk(List<Double> masses) {
    double[] others = others(sample.sorted(), masses);
    return new Bulk(
        others.length > 0 ? others : masses.stream().mapToDouble(value -> value).toArray());
  }

  private static double[] others(double[] moments, List<Double> masses) {
    return DoubleStream.of(moments).filter(at -> !masses.contains(at)).toArray();
  }

  /** The moment on the grid of the spacing that is nearest to a time in seconds since 1970. */
  private OffsetDateTime near(double epoch, List<Double> masses) {
    OffsetDateTime midnight = low.truncatedTo(ChronoUnit.DAYS);
    long steps = (long) Math.rint((epoch - epoch(midnight)) / seconds(masses));
    return midnight.plus(Duration.ofNanos(nanos(masses)).multipliedBy(steps));
  }

  /** Whether single precision does not hold nearly all moments. */
  boolean isRounded(List<Double> masses) {
    return reach(masses) / seconds(masses) > Numbers.WHOLE_LIMIT;
  }

  /** The seconds between two numbers of single precision, for nearly all moments. */
  double rounding(List<Double> masses) {
    return Math.ulp((float) reach(masses));
  }

  /** The longest time from the origin to nearly all moments, in seconds. */
  private double reach(List<Double> masses) {
    Bulk bulk = bulk(masses);
    return form == Moment.Form.TIME
        ? DAY.toSeconds()
        : Math.max(bulk.high() - bulk.median(), bulk.median() - bulk.low());
  }

  /** A sentence about offsets that differ from row to row. */
  Optional<String> offsets(String column) {
    return hasOffsets
        ? Optional.of(
            "column %s has several offsets from UTC; it is read as instants, and draws have the offset %s"
                .formatted(column, start.getOffset()))
        : Optional.empty();
  }

  /** Sentences about the first and the last moment, if they are far from nearly all others. */
  List<String> far(String column, TimeCoding coding, List<Double> masses) {
    return form == Moment.Form.TIME
        ? List.of()
        : Stream.of(low, high)
            .flatMap(end -> far(end, coding, masses).stream())
            .map(sentence -> "column %s: %s".formatted(column, sentence))
            .toList();
  }

  private Optional<String> far(OffsetDateTime end, TimeCoding coding, List<Double> masses) {
    double at = epoch(end);
    Bulk others =
        new Bulk(DoubleStream.of(bulk(masses).sorted()).filter(other -> other != at).toArray());
    if (others.reach().contains(at)) {
      return Optional.empty();
    }
    long same = values.count(at);
    String rows =
        same > 1
            ? String.format(Locale.ROOT, "%.1f %% of the rows hold", 100.0 * same / count)
            : "a row holds";
    return Optional.of(
        ("%s %s, far from nearly all other values, %s to %s%s; where it stands for a missing value,"
                + " leave the cell empty")
            .formatted(
                rows,
                coding.text(end),
                coding.text(near(others.low(), masses)),
                coding.text(near(others.high(), masses)),
                masses.contains(at) ? "; it is a point mass, which has its share in draws" : ""));
  }

  /** A sentence about point masses whose times of day make a spacing of seconds much finer. */
  Optional<String> finer(String column, TimeCoding coding, List<Double> masses) {
    SortedMap<Double, Long> others = others(masses);
    long spacing = spacing(others.keySet());
    int offset = start.getOffset().getTotalSeconds();
    List<String> finer =
        isSpaced(others, spacing) && nanos(masses) < Duration.ofSeconds(spacing).toNanos()
            ? masses.stream()
                .filter(at -> (at + offset) % spacing != 0 && !beyond(masses).contains(at))
                .map(at -> coding.text(near(at, masses)))
                .toList()
            : List.of();
    return finer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "column %s: all values but %s are multiples of %s seconds apart, and draws are not because of it; round it as the others are, or leave the cell empty where it stands for a missing value"
                .formatted(column, Excerpt.of(finer), spacing));
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
    return first.charAt(DATE_LENGTH) == ' ' ? " " : "'T'";
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

  /** As the first text has it: Z, +02:00, +0200, or +02. */
  private String offsetFormat() {
    String offset = first.substring(DATE_LENGTH + 1 + clock(first).length());
    if (offset.length() == 1) {
      return "XXX";
    }
    return offset.contains(":") ? "xxx" : offset.length() > HOURS_LENGTH ? "xx" : "x";
  }
}
