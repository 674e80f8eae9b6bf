package io.github.tfflows.tables.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.EagerSession;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;

class CalendarTest {
  private static final List<ChronoField> PARTS =
      List.of(
          ChronoField.YEAR,
          ChronoField.MONTH_OF_YEAR,
          ChronoField.DAY_OF_MONTH,
          ChronoField.DAY_OF_WEEK,
          ChronoField.DAY_OF_YEAR,
          ChronoField.HOUR_OF_DAY,
          ChronoField.MINUTE_OF_HOUR);

  /** Moments of the years 1850 to 2199, the leap days among them. */
  private static long[] moments() {
    LongStream random = new Random(3).longs(2_000, -3_786_912_000L, 7_258_118_399L);
    LongStream leapDays =
        LongStream.of(1900, 1904, 2000, 2024, 2100)
            .flatMap(
                year ->
                    LongStream.rangeClosed(-1, 2)
                        .map(
                            day ->
                                Instant.parse(year + "-02-28T12:34:56Z").getEpochSecond()
                                    + day * 86_400));
    return LongStream.concat(random, leapDays).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Z", "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "+05:30"})
  void partsAreThoseOfTheClocksOfAZone(String id) {
    ZoneId zone = ZoneId.of(id);
    long[] moments = moments();
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      double[] seconds = LongStream.of(moments).asDoubleStream().toArray();
      Calendar calendar = new Calendar(tf, tf.constant(seconds), zone);
      for (ChronoField part : PARTS) {
        TFloat64 found = calendar.part(part).asTensor();
        for (int i = 0; i < moments.length; i++) {
          ZonedDateTime at = Instant.ofEpochSecond(moments[i]).atZone(zone);
          assertEquals(at.get(part), found.getDouble(i), part + " of " + at);
        }
      }
    }
  }

  /** A quotient is no product with a reciprocal, which graphs compute in place of a division. */
  @Test
  void inAGraphTheFirstDayOfFourCenturiesIsNotOfTheOnesBefore() {
    LocalDate first = LocalDate.of(1600, 3, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat64 days = TFloat64.scalarOf(first.toEpochDay() * 86_400.0)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat64> seconds = tf.placeholder(TFloat64.class);
      Operand<TFloat64> year = new Calendar(tf, seconds, ZoneOffset.UTC).part(ChronoField.YEAR);
      try (Result result = session.runner().feed(seconds, days).fetch(year).run()) {
        assertEquals(1600, ((TFloat64) result.get(0)).getDouble());
      }
    }
  }
}
