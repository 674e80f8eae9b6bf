package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws keep the hours, the lattices of prices and rates, and the sums of the rows. */
@Tag("training")
class StructureOfDrawsTest {
  private static final int ROWS = 2_000;
  private static List<Map<String, Object>> draws = List.of();
  private static double[] served = {};

  /** Sales from 8 to 17 h, by day of a year; those of the afternoon are larger. */
  private static TableSource sales(long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int hour = 8 + random.nextInt(10);
      LocalDateTime at = LocalDateTime.of(2024, 1, 1, hour, 0).plusDays(random.nextInt(365));
      int price =
          100 * (int) Math.rint(20 + 5 * random.nextGaussian()) + 99 - 4 * random.nextInt(2);
      long goods = Math.round(3 * hour + 3 * random.nextGaussian());
      long gifts = random.nextInt(40);
      rows.add(
          List.of(
              "" + at,
              "" + price,
              "" + goods,
              "" + gifts,
              "" + (goods + gifts),
              "" + hour,
              "" + rate(random)));
    }
    List<String> names = List.of("at", "price", "goods", "gifts", "all", "hour", "rate");
    return TableSources.of("sales", names, rows);
  }

  /** A share of up to thirty visits. */
  private static double rate(Random random) {
    int visits = 3 + random.nextInt(28);
    return (1 + random.nextInt(visits)) / (double) visits;
  }

  @BeforeAll
  static void fit(@TempDir Path folder) throws IOException {
    TableFit fit =
        TableFit.of(sales(1))
            .withFlow(
                FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, size -> new FlowFamily.Size(1, 32, 1, 8))
            .withTraining(usual -> usual.withSteps(250).withMembers(1));
    try (TableModel model = fit.fit()) {
      model.export(folder.resolve("model"));
      draws = model.draw(ROWS, 3);
      served = Objects.requireNonNull(Tables.served(folder.resolve("model"), 500).get("rate"));
      try (TableModel refitted =
          TableFit.of(sales(2))
              .startingFrom(model)
              .withTraining(usual -> usual.withSteps(5))
              .fit()) {
        assertEquals(model.schema(), refitted.schema(), "its definition can be read back");
      }
    }
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) Objects.requireNonNull(row.get(column))).longValue();
  }

  private static int hour(Map<String, Object> row) {
    return LocalDateTime.parse((String) row.get("at")).getHour();
  }

  @Test
  void hoursThatNeverOccurAreRareAndTheOthersTellTheSales() {
    long outside = draws.stream().filter(row -> hour(row) < 8 || hour(row) > 17).count();
    assertTrue(outside < 0.01 * ROWS, "14 of 24 hours, once in " + outside + " draws");
    for (int hour = 9; hour < 17; hour++) {
      int wanted = hour;
      double mean =
          draws.stream()
              .filter(row -> hour(row) == wanted)
              .mapToLong(row -> number(row, "goods"))
              .average()
              .orElseThrow();
      assertEquals(3 * hour, mean, 2.5, "goods at " + hour);
    }
  }

  @Test
  void pricesEndAsThoseOfTheRowsDo() {
    long ofLattice =
        draws.stream()
            .mapToLong(row -> number(row, "price") % 100)
            .filter(digits -> digits == 99 || digits == 95)
            .count();
    assertTrue(ofLattice > 0.97 * ROWS, ofLattice + " of the lattice");
  }

  @Test
  void ratesAreThoseOfSmallNumbers() {
    assertTrue(draws.stream().filter(row -> isRate(value(row, "rate"))).count() > 0.8 * ROWS);
    assertTrue(served.length > 0);
    long ofServed = Arrays.stream(served).filter(StructureOfDrawsTest::isRate).count();
    assertTrue(ofServed > 0.8 * served.length, ofServed + " of " + served.length);
  }

  private static boolean isRate(double rate) {
    return IntStream.range(3, 31).anyMatch(of -> (double) Math.round(rate * of) / of == rate);
  }

  private static double value(Map<String, Object> row, String column) {
    return ((Number) Objects.requireNonNull(row.get(column))).doubleValue();
  }

  @Test
  void sumsAndPartsOfDatesAreExact() {
    for (Map<String, Object> row : draws) {
      assertEquals(number(row, "goods") + number(row, "gifts"), number(row, "all"));
      assertEquals(hour(row), number(row, "hour"));
    }
  }
}
