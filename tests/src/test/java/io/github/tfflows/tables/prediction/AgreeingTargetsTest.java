package io.github.tfflows.tables.prediction;

import static io.github.tfflows.tables.Tables.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several targets of a row with a known value that follows from them. */
@Tag("training")
class AgreeingTargetsTest {
  private static double rounded(double value, int decimals) {
    double unit = Math.pow(10, -decimals);
    return Math.rint(value / unit) * unit;
  }

  private static final int ROWS = 400;

  private static TableModel fit(String columns, IntFunction<List<?>> row, String rule, int steps)
      throws IOException {
    return TableFit.of(Tables.of(columns, 2_000, row))
        .givenAny()
        .requiring(rule)
        .withFlow(FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, size -> new FlowFamily.Size(1, 64, 1, 8))
        .withTraining(usual -> usual.withSteps(steps).withMembers(1))
        .fit();
  }

  private static IntFunction<List<?>> sums(long seed) {
    Random random = new Random(seed);
    return i -> {
      double a = rounded(2 * random.nextGaussian(), 2);
      double b = rounded(1 + random.nextGaussian(), 2);
      double c = rounded(a + 0.1 * random.nextGaussian(), 2);
      return List.of(a, b, c, rounded(a + b, 2));
    };
  }

  /** Given a + b = t, a has the mean 0.8 (t - 1) and the variance 0.8. */
  @Test
  void termsOfAKnownSumHaveTheirConditional() throws IOException {
    try (TableModel model = fit("a,b,c,total", sums(1), "total = a + b", 700)) {
      JointPredictor both = model.predict("a", "b");
      for (double total : List.of(-2.0, 3.0)) {
        JointPredictions given = both.withDraws(2_000, 1).given(Map.of("total", total));
        Prediction a = Prediction.of(given.marginals("a"), 0);
        Prediction alone = model.predict("a").withDraws(2_000, 1).given(Map.of("total", total));
        assertEquals(alone.mean(), a.mean(), 0.05, "joint and alone at " + total);
        assertEquals(0.8 * (total - 1), a.mean(), 0.15, "mean at " + total);
        assertEquals(Math.sqrt(0.8), a.standardDeviation(), 0.12, "deviation at " + total);
        for (Map<String, Object> row : given.drawn(0)) {
          assertEquals(total, number(row, "a") + number(row, "b"), 1e-4);
        }
        double at = rounded(0.8 * (total - 1), 2);
        double density = given.logProb(0, Map.of("a", at, "b", rounded(total - at, 2)));
        assertEquals(-0.5 * Math.log(2 * Math.PI * 0.8), density, 0.2, "density at " + total);
        Map<String, Double> other = Map.of("a", at, "b", rounded(total - at, 2) + 0.5);
        assertEquals(Double.NEGATIVE_INFINITY, given.logProb(0, other));
        assertTrue(given.contains(0, Map.of("a", at, "b", rounded(total - at, 2)), 0.5));
        assertFalse(given.contains(0, other, 0.99));
      }
      assertCovered(model, both, Tables.of("a,b,c,total", ROWS, sums(2)));
    }
  }

  /** Regions and intervals hold their share of new rows. */
  private static void assertCovered(TableModel model, JointPredictor predictor, TableSource table)
      throws IOException {
    try (TableReader reader = predictor.open(table, Reading.whole(ROWS))) {
      TableChunk chunk = reader.next().orElseThrow();
      JointPredictions all = predictor.withDraws(100, 1).given(chunk, predictor.givenBy(table));
      assertEquals(Map.of(), all.problems());
      for (double level : List.of(0.5, 0.9)) {
        assertEquals(level, all.coverage(chunk.data(), level), 0.08, "region of " + level);
        for (TableColumn column : predictor.columns()) {
          Predictions one = all.marginals(column.name());
          double[] observed = one.values(model.predict(column.name()).observed(chunk.data()));
          List<Interval> intervals = one.intervals(level);
          long within =
              IntStream.range(0, ROWS).filter(i -> intervals.get(i).contains(observed[i])).count();
          assertEquals(level, (double) within / ROWS, 0.08, column.name() + " at " + level);
        }
      }
    }
  }

  /** Counts and prices of a known total, whose probabilities follow from the density of prices. */
  @Test
  void factorsOfAKnownProductHaveTheirConditional() throws IOException {
    try (TableModel model = fit("count,price,total", products(1), "total = count * price", 500)) {
      JointPredictor both = model.predict("count", "price");
      JointPredictions given = both.withDraws(4_000, 1).given(Map.of("total", 24.06));
      double[] truth = new double[7];
      for (int count : List.of(1, 2, 3, 6)) {
        double log = (Math.log(24.06 / count) - 2) / 0.5;
        truth[count] = Math.exp(-log * log / 2) * count;
      }
      double whole = DoubleStream.of(truth).sum();
      for (int count = 1; count < truth.length; count++) {
        double own = count;
        double share = given.probability(0, row -> number(row, "count") == own);
        assertEquals(truth[count] / whole, share, 0.08, "count " + count);
        double price = rounded(24.06 / count, 2);
        double density = given.logProb(0, Map.of("count", count, "price", price));
        // one price in cents
        assertEquals(truth[count] / whole, Math.exp(density) * 0.01, 0.1, "density " + count);
      }
      assertTrue(
          given.drawn(0).stream()
              .allMatch(
                  row -> Math.abs(number(row, "count") * number(row, "price") - 24.06) < 1e-4));
    }
  }

  private static IntFunction<List<?>> products(long seed) {
    Random random = new Random(seed);
    return i -> {
      int count = 1 + random.nextInt(6);
      double price = rounded(Math.exp(2 + random.nextGaussian() / 2), 2);
      return List.of(count, price, rounded(count * price, 2));
    };
  }

  /** The day of a delivery follows from the order and the days between, the rest from these. */
  private static IntFunction<List<?>> orders(long seed) {
    Random random = new Random(seed);
    return i -> {
      int day = random.nextInt(300);
      int days = 1 + random.nextInt(9);
      LocalDate ordered = LocalDate.of(2024, 1, 1).plusDays(day);
      double size = rounded(days + random.nextGaussian(), 2);
      return List.of(ordered, days, size, ordered.plusDays(days), 100 - 3 * days);
    };
  }

  @Test
  void datesAndCopiesOfTargetsAreUsed() throws IOException {
    try (TableModel model =
        fit("ordered,days,size,delivered,left", orders(1), "delivered = ordered + days", 400)) {
      JointPredictions given =
          model
              .predict("ordered", "days")
              .withDraws(2_000, 1)
              .given(Map.of("delivered", "2024-05-10"));
      assertEquals(0.11, given.probability(0, row -> number(row, "days") == 9), 0.05);
      for (Map<String, Object> row : given.drawn(0)) {
        LocalDate ordered = LocalDate.parse((String) Objects.requireNonNull(row.get("ordered")));
        assertEquals(LocalDate.of(2024, 5, 10), ordered.plusDays((long) number(row, "days")));
      }
      JointPredictor sizes = model.predict("days", "size");
      JointPredictions of = sizes.withDraws(2_000, 1).given(Map.of("left", 88));
      assertTrue(of.drawn(0).stream().allMatch(row -> number(row, "days") == 4));
      assertEquals(4, Prediction.of(of.marginals("size"), 0).mean(), 0.3);
      double density = of.logProb(0, Map.of("days", 4, "size", 4.0));
      assertEquals(model.predict("size").given(Map.of("days", 4)).logProb(4.0), density, 1e-3);
      assertEquals(Double.NEGATIVE_INFINITY, of.logProb(0, Map.of("days", 5, "size", 4.0)));
    }
  }

  private static Data read(JointPredictor predictor, TableSource rows) throws IOException {
    try (TableReader reader = predictor.open(rows, Reading.whole(2))) {
      return reader.next().orElseThrow().data();
    }
  }

  @Test
  void aSumOfFurtherMissingValuesIsRefused() throws IOException {
    Random random = new Random(5);
    IntFunction<List<?>> row =
        i -> {
          double[] x = random.doubles(4).map(one -> rounded(10 * one, 1)).toArray();
          return List.of(x[0], x[1], x[2], x[3], rounded(DoubleStream.of(x).sum(), 1));
        };
    try (TableModel model = fit("a,b,c,d,total", row, "total = a + b + c + d", 100)) {
      JointPredictor both = model.predict("a", "b");
      Expect.rejected(
          "follow from other missing values, too", () -> both.given(Map.of("total", 20)));
      TableSource some = Tables.of("total,c,d", "20,9,1", "20,9,");
      try (TableReader reader = both.open(some, Reading.whole(2))) {
        JointPredictions given = both.given(reader.next().orElseThrow(), both.givenBy(some));
        assertEquals(Set.of(1), given.problems().keySet());
        assertEquals(Set.of(1), given.marginals("b").problems().keySet());
        assertTrue(Double.isNaN(given.thresholds(0.9)[1]));
        assertFalse(given.contains(1, Map.of("a", 4, "b", 6), 0.9));
        assertTrue(Double.isNaN(given.logProb(1, Map.of("a", 4, "b", 6))), "no density");
        TableSource whole = Tables.of("a,b,c,d,total", "4,6,9,1,20", "4,6,9,1,20");
        float[] observed = given.logProb(read(both, whole));
        assertTrue(Float.isFinite(observed[0]));
        assertTrue(Float.isNaN(observed[1]), "no density");
        double[] medians = given.marginals("a").quantiles(0.5);
        assertEquals(5, medians[0], 1.5);
      }
    }
  }
}
