package io.github.tfflows.tables.serving;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/** Dates and times of day in a graph, as the clocks of a zone show them. */
final class Calendar {
  private static final double DAY = 86_400;
  private static final Instant LAST =
      LocalDate.of(2200, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

  /** The days of 400 years. */
  private static final double ERA = 146_097;

  /** The days from the first of March of the year 0 to the first of January 1970. */
  private static final double EPOCH = 719_468;

  /** The first of March of the year 0, counted from Monday. */
  private static final double WEDNESDAY = 2;

  /** The days from the first of January to the first of March, both included, in 365 days. */
  private static final double MARCH = 60;

  private final Ops tf;
  private final Operand<TFloat64> local;

  /** Reads clocks from seconds since 1970 in UTC, shaped {@code [n]}. */
  Calendar(Ops tf, Operand<TFloat64> seconds, ZoneId zone) {
    this.tf = tf;
    this.local = tf.math.add(seconds, offset(seconds, zone.getRules()));
  }

  /** The offset from UTC, by the transitions of the zone until 2200. */
  private Operand<TFloat64> offset(Operand<TFloat64> seconds, ZoneRules rules) {
    Instant first = Instant.MIN;
    List<Double> from = new ArrayList<>();
    List<Double> offsets = new ArrayList<>();
    offsets.add((double) rules.getOffset(first).getTotalSeconds());
    ZoneOffsetTransition next = rules.nextTransition(first);
    while (next != null && next.getInstant().isBefore(LAST)) {
      from.add((double) next.getInstant().getEpochSecond());
      offsets.add((double) next.getOffsetAfter().getTotalSeconds());
      next = rules.nextTransition(next.getInstant());
    }
    if (from.isEmpty()) {
      return tf.constant(offsets.get(0));
    }
    Operand<TInt32> passed =
        tf.upperBound(
            tf.expandDims(constant(from), tf.constant(0)), tf.expandDims(seconds, tf.constant(0)));
    return tf.gather(constant(offsets), tf.reshape(passed, tf.array(-1)), tf.constant(0));
  }

  private Operand<TFloat64> constant(List<Double> values) {
    return tf.constant(values.stream().mapToDouble(value -> value).toArray());
  }

  /**
   * Builds a part of the dates or times; years begin in March until the last step (Hinnant, 2014,
   * "chrono-compatible low-level date algorithms").
   */
  Operand<TFloat64> part(ChronoField field) {
    Operand<TFloat64> second = rest(local, DAY);
    Operand<TFloat64> since = plus(quotient(local, DAY), EPOCH);
    Operand<TFloat64> inEra = rest(since, ERA);
    Operand<TFloat64> leapDays =
        minus(quotient(inEra, 1_460), minus(quotient(inEra, 36_524), quotient(inEra, ERA - 1)));
    Operand<TFloat64> year = quotient(minus(inEra, leapDays), 365);
    Operand<TFloat64> before =
        minus(quotient(times(year, 1_461), 4), quotient(year, 100)); // days of whole years
    Operand<TFloat64> day = minus(inEra, before);
    Operand<TFloat64> month = quotient(plus(times(day, 5), 2), 153);
    Operand<TFloat64> isNext = quotient(month, 10);
    return switch (field) {
      case YEAR -> tf.math.add(tf.math.add(year, times(quotient(since, ERA), 400)), isNext);
      case MONTH_OF_YEAR -> minus(plus(month, 3), times(isNext, 12));
      case DAY_OF_MONTH -> plus(minus(day, quotient(plus(times(month, 153), 2), 5)), 1);
      case EPOCH_DAY -> quotient(local, DAY);
      case DAY_OF_WEEK -> plus(rest(plus(since, WEDNESDAY), 7), 1);
      case DAY_OF_YEAR ->
          minus(
              plus(tf.math.add(day, leapDay(year)), MARCH),
              tf.math.mul(isNext, plus(leapDay(year), 365)));
      case HOUR_OF_DAY -> quotient(second, 3_600);
      case MINUTE_OF_HOUR -> quotient(rest(second, 3_600), 60);
      default -> throw new IllegalArgumentException("no part of columns: " + field);
    };
  }

  /** Builds one for a year of an era with a leap day in February, zero for others. */
  private Operand<TFloat64> leapDay(Operand<TFloat64> year) {
    Operand<TFloat64> common = minus(notMultiple(year, 4), notMultiple(year, 100));
    return plus(times(tf.math.add(common, notMultiple(year, 400)), -1), 1);
  }

  /** Builds zero for multiples of a number, one for others. */
  private Operand<TFloat64> notMultiple(Operand<TFloat64> years, double by) {
    return tf.math.minimum(rest(years, by), tf.constant(1.0));
  }

  /** Divides; in an optimized graph, {@code div} would multiply by the rounded reciprocal. */
  private Operand<TFloat64> quotient(Operand<TFloat64> x, double by) {
    return tf.math.floor(tf.math.divNoNan(x, tf.constant(by)));
  }

  private Operand<TFloat64> rest(Operand<TFloat64> x, double by) {
    return tf.math.floorMod(x, tf.constant(by));
  }

  private Operand<TFloat64> plus(Operand<TFloat64> x, double y) {
    return tf.math.add(x, tf.constant(y));
  }

  private Operand<TFloat64> minus(Operand<TFloat64> x, Operand<TFloat64> y) {
    return tf.math.sub(x, y);
  }

  private Operand<TFloat64> times(Operand<TFloat64> x, double y) {
    return tf.math.mul(x, tf.constant(y));
  }
}
