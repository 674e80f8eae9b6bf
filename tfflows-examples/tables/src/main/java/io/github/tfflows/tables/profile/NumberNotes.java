package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Sentences about the numbers of a column, by a sample of its values. */
record NumberNotes(TableColumn column, Bulk bulk) {
  private static final String LIMIT = "the limit of a type of integers";
  private static final String USUAL = "a usual fill value";

  /** Numbers that stand for missing values where nothing else is near them. */
  private static final Map<Double, String> FILL_VALUES =
      Map.ofEntries(
          Map.entry(9.969209968386869e36, "the fill value of netCDF"),
          Map.entry(1e20, "the fill value of CMIP"),
          Map.entry((double) Float.MAX_VALUE, "the largest number of single precision"),
          Map.entry(-(double) Float.MAX_VALUE, "the least number of single precision"),
          Map.entry(Double.MAX_VALUE, "the largest number of double precision"),
          Map.entry(-Double.MAX_VALUE, "the least number of double precision"),
          Map.entry((double) Integer.MIN_VALUE, LIMIT),
          Map.entry((double) Integer.MAX_VALUE, LIMIT),
          Map.entry(Integer.MIN_VALUE + 1.0, LIMIT),
          Map.entry((double) Short.MIN_VALUE, LIMIT),
          Map.entry((double) Short.MAX_VALUE, LIMIT),
          Map.entry(Short.MIN_VALUE + 1.0, LIMIT),
          Map.entry(65_535.0, LIMIT),
          Map.entry(4_294_967_295.0, LIMIT),
          Map.entry((double) Long.MIN_VALUE, LIMIT),
          Map.entry((double) Long.MAX_VALUE, LIMIT),
          Map.entry(-99.0, USUAL),
          Map.entry(-999.0, USUAL),
          Map.entry(-9999.0, USUAL),
          Map.entry(-99999.0, USUAL),
          Map.entry(999.0, USUAL),
          Map.entry(9999.0, USUAL),
          Map.entry(99999.0, USUAL),
          Map.entry(999999.0, USUAL));

  /** The relative difference from a fill value, whose first digits suffice. */
  private static final double WRITTEN = 1e-5;

  /**
   * The distance of an odd logarithm from nearly all others, in widths of their range: at least 6
   * standard deviations.
   */
  private static final double LOG_WIDTHS = 1;

  private static final int DAYS = 100;
  private static final int MONTHS = 10_000;

  /** Says that all values are written as dates without signs between year, month and day. */
  Optional<String> dates() {
    double[] all = bulk.sorted();
    boolean areDates =
        column.kind().isWhole()
            && all[0] < all[all.length - 1]
            && DoubleStream.of(all).allMatch(NumberNotes::isDate);
    return areDates
        ? Optional.of(
            "column %s: values such as %s are read as numbers; if they are dates, write them as 2024-05-17"
                .formatted(Excerpt.of(column.name()), Numbers.text(bulk.median())))
        : Optional.empty();
  }

  private static boolean isDate(double value) {
    double month = Math.floor(value / DAYS) % (MONTHS / DAYS);
    double day = value % DAYS;
    return value >= 1900 * MONTHS
        && value < 2101 * MONTHS
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= 31;
  }

  /** Says that single precision does not tell all values apart, and that some are so close. */
  Optional<String> resolution() {
    double resolution = bulk.resolution(column.scale());
    double wanted = column.step() > 0 ? column.step() : bulk.width() / 100;
    return resolution <= wanted || !bulk.hasCloser(resolution)
        ? Optional.empty()
        : Optional.of(
            ("column %s: single precision holds its numbers to %s; those that are closer are alike"
                    + " to the model")
                .formatted(Excerpt.of(column.name()), Numbers.text((float) resolution)));
  }

  /**
   * Says that an extreme value is far from nearly all others, in the scale of a flow. The count of
   * its rows is as far as they were counted.
   */
  Optional<String> far(double value, long count) {
    Optional<String> known =
        FILL_VALUES.entrySet().stream()
            .filter(fill -> Math.abs(value - fill.getKey()) <= WRITTEN * Math.abs(fill.getKey()))
            .findFirst()
            .map(Map.Entry::getValue);
    Bulk others =
        new Bulk(DoubleStream.of(bulk.sorted()).filter(other -> other != value).toArray());
    boolean isNear =
        known.isPresent()
            ? bulk.reach().contains(value) && !isApart(value, others.sorted())
            : isNear(value);
    if (isNear) {
      return Optional.empty();
    }
    String rows = count > 1 ? String.format(Locale.ROOT, "%,d rows hold", count) : "a row holds";
    String advice = "; where it stands for a missing value, leave the cell empty";
    return Optional.of(
        "column %s: %s %s, far from nearly all other values, %s to %s%s%s"
            .formatted(
                Excerpt.of(column.name()),
                rows,
                Numbers.text(value),
                Numbers.text(others.low()),
                Numbers.text(others.high()),
                known.map(name -> " (it is " + name + ")").orElse(""),
                known.isPresent() || count > 1 ? advice : ""));
  }

  /** Whether a value is farther from others than they are from each other. */
  private static boolean isApart(double value, double... others) {
    double first = others[0];
    double last = others[others.length - 1];
    return first < last && Math.max(first - value, value - last) > last - first;
  }

  /** Says that the numbers rise by one from row to row. */
  String rise() {
    return "column %s rises by one from row to row; if it numbers the rows, leave it out"
        .formatted(Excerpt.of(column.name()));
  }

  /** Whether a value is near others as a flow sees them, which may be their logarithms. */
  private boolean isNear(double value) {
    if (!column.kind().isLogarithmic()) {
      return bulk.reach().contains(value);
    }
    double[] logs = DoubleStream.of(bulk.sorted()).filter(x -> x > 0).map(Math::log).toArray();
    return value <= 0
        || value < bulk.median()
        || Bulk.Reach.within(LOG_WIDTHS, logs).contains(Math.log(value));
  }
}
