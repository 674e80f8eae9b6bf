package io.github.tfflows.tables.derived;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.JointPredictions;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("training")
class AgreeingNumbersTest {
  private static TableModel model;

  /** A start, an end at a distance of some length on average, and a third time after the start. */
  @BeforeAll
  static void fit() throws IOException {
    Random random = new Random(1);
    TableSource table =
        Tables.of(
            "start,end,length,late",
            600,
            i -> {
              double start = -Math.log1p(-random.nextDouble());
              double length = 0.2 + random.nextDouble();
              double end = start - length * Math.log1p(-random.nextDouble());
              return List.of(start, end, length, start - Math.log1p(-random.nextDouble()) / 4);
            });
    model = fit(table, "end >= start", "late >= start");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** The distribution function of the start, by its joint density with distances on a grid. */
  private static double cdf(double at, Map<String, Double> ends, Map<String, Double> given) {
    List<String> distances = ends.keySet().stream().map(end -> end + " - start").sorted().toList();
    String[] more = distances.subList(1, distances.size()).toArray(String[]::new);
    JointPredictions all = model.predict("start", distances.get(0), more).given(given);
    double least = ends.values().stream().mapToDouble(end -> end).min().orElseThrow();
    int cells = 400;
    double below = 0;
    double whole = 0;
    for (int i = 0; i < cells; i++) {
      double start = least * (i + 0.5) / cells;
      Map<String, Object> values = new HashMap<>(Map.of("start", start));
      ends.forEach((end, time) -> values.put(end + " - start", time - start));
      double density = Math.exp(all.logProb(0, values));
      whole += density;
      below += start <= at ? density : 0;
    }
    return below / whole;
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "late", "end,late"})
  void drawsHaveTheConditionalOfTheJointDensity(String names) {
    Map<String, Double> ends = new HashMap<>();
    Tables.names(names).forEach(end -> ends.put(end, end.equals("end") ? 1.5 : 1.3));
    for (Map<String, Double> given : List.of(Map.of("length", 0.3), Map.<String, Double>of())) {
      Map<String, Object> values = new HashMap<>(given);
      values.putAll(ends);
      Prediction start = model.predict("start").withDraws(4_000, 1).given(values);
      for (double level : List.of(0.1, 0.5, 0.9)) {
        assertEquals(level, cdf(start.quantile(level), ends, given), 0.03, given + " " + level);
      }
    }
  }

  /** Each row has the prediction that it has alone, whether its end is given or missing. */
  @Test
  void rowsOfATableArePredictedAsAlone() throws IOException {
    TableSource table = Tables.of("end,length,late", "1.5,0.3,", ",0.3,", ",,0.9");
    Predictor predictor = model.predict("start");
    assertEquals(Set.of(), predictor.dependent());
    try (TableReader reader = predictor.open(table, Reading.of(Missing.MODEL))) {
      Predictions all = predictor.given(reader.next().orElseThrow(), predictor.givenBy(table));
      double[] medians = all.quantiles(0.5);
      List<Map<String, Double>> rows =
          List.of(Map.of("end", 1.5, "length", 0.3), Map.of("length", 0.3), Map.of("late", 0.9));
      for (int row = 0; row < rows.size(); row++) {
        double alone = predictor.given(rows.get(row)).median();
        assertEquals(alone, medians[row], 0.1, "row " + row);
        assertTrue(row != 2 || medians[row] < 0.9);
      }
    }
  }

  /** Draws of the start end at the given end. */
  @Test
  void anEndAloneCanBeGiven() throws IOException {
    for (Map<String, Object> row : model.draw(Map.of("end", 1.5), 20, 1)) {
      assertEquals(1.5, row.get("end"));
      assertTrue(row.get("start") instanceof Double start && start < 1.5, row::toString);
    }
    Predictor length = model.predict("length");
    assertEquals(0.7, length.given(Map.of("end", 1.5)).median(), 0.15);
    TableSource table = Tables.of("end,start", "1.5,", "1.5,1.4");
    try (TableReader reader = length.open(table, Reading.of(Missing.MODEL))) {
      TableChunk chunk = reader.next().orElseThrow();
      assertEquals(Map.of(), chunk.problems());
      double[] medians = length.given(chunk, length.givenBy(table)).quantiles(0.5);
      assertEquals(0.7, medians[0], 0.15);
      assertTrue(medians[1] < medians[0], "short lengths have short distances");
    }
    JointPredictions both = model.predict("start", "length").given(Map.of("end", 1.5));
    double[] medians = both.marginals("start").quantiles(0.5);
    assertEquals(model.predict("start").given(Map.of("end", 1.5)).median(), medians[0], 0.1);
    assertTrue(
        both.drawn(0).stream()
            .allMatch(row -> row.get("start") instanceof Double start && start <= 1.5));
    Expect.rejected(
        "the given values include or imply the value of \"start\", which is predicted",
        () -> model.predict("start", "length").given(Map.of("end", 1.5, "start", 1)));
  }

  /** Heights and weights of a body mass index, by their joint density on a grid. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void factorsOfAProductHaveTheConditionalOfTheJointDensity(int decimals) throws IOException {
    double unit = Math.pow(10, -decimals);
    Random random = new Random(3);
    TableSource table =
        Tables.of(
            "height,weight,index",
            600,
            i -> {
              double height = 1 + random.nextDouble();
              double weight = height * height * Math.exp(3 + random.nextGaussian() / 2);
              return List.of(height, weight, unit * Math.rint(weight / height / height / unit));
            });
    try (TableModel bodies = fit(table, "index = weight / height^2")) {
      Predictor heights = bodies.predict("height").withDraws(4_000, 1);
      JointPredictions both = bodies.predict("height", "weight").given(Map.of());
      for (double index : List.of(9.0, 35.0)) {
        Prediction height = heights.given(Map.of("index", index));
        double below = 0;
        double whole = 0;
        for (double x = 0.5; x < 3; x += 0.005) {
          Map<String, Double> cells = Map.of("height", x, "weight", index * x * x);
          double density = Math.exp(both.logProb(0, cells)) * x * x;
          whole += density;
          below += x <= height.median() ? density : 0;
        }
        assertEquals(0.5, below / whole, 0.03, "index " + index);
        Prediction weight = bodies.predict("weight").given(Map.of("index", index, "height", 1.5));
        double half = unit / 2 * 2.25;
        assertEquals(index * 2.25, weight.median(), half / 4);
        assertEquals(half / Math.sqrt(3), weight.standardDeviation(), half / 10);
      }
    }
  }

  /** Months of a known year vary as they do in other years, whichever of them follows. */
  @Test
  void termsOfASumHaveTheConditionalOfTheJointDensity() throws IOException {
    Random random = new Random(4);
    TableSource table =
        Tables.of(
            "small,large,total",
            600,
            i -> {
              double small = Math.rint(10 * random.nextGaussian()) / 10;
              double large = Math.rint(80 * random.nextGaussian()) / 10;
              return List.of(small, large, Math.rint(10 * (small + large)) / 10);
            });
    try (TableModel sums = fit(table, "total = small + large")) {
      JointPredictions both = sums.predict("small", "large").given(Map.of());
      for (double total : List.of(-4.0, 12.0)) {
        Prediction small = sums.predict("small").withDraws(4_000, 1).given(Map.of("total", total));
        double below = 0;
        double whole = 0;
        for (int i = -100; i <= 100; i++) {
          double x = i / 10.0;
          double y = Math.rint(10 * total - i) / 10;
          double density = Math.exp(both.logProb(0, Map.of("small", x, "large", y)));
          whole += density;
          below += x < small.median() ? density : x == small.median() ? density / 2 : 0;
        }
        assertEquals(0.5, below / whole, 0.03, "total " + total);
      }
      double[] drawn =
          sums.draw(Map.of("total", 12), 400, 1).stream()
              .mapToDouble(row -> (Double) Objects.requireNonNull(row.get("small")))
              .sorted()
              .toArray();
      Prediction small = sums.predict("small").withDraws(4_000, 1).given(Map.of("total", 12));
      assertEquals(small.median(), drawn[200], 0.2);
    }
  }

  /** Only counts that divide a known total are possible, by the densities of their prices. */
  @Test
  void countsOfAKnownTotalHaveTheProbabilitiesOfTheirPrices() throws IOException {
    Random random = new Random(5);
    TableSource table =
        Tables.of(
            "count,price,total",
            600,
            i -> {
              int count = 1 + random.nextInt(6);
              double price = Math.rint(100 * Math.exp(2 + random.nextGaussian() / 2)) / 100;
              return List.of(count, price, Math.rint(100 * count * price) / 100);
            });
    try (TableModel orders = fit(table, "total = count * price")) {
      JointPredictions both = orders.predict("count", "price").given(Map.of());
      Prediction counts = orders.predict("count").withDraws(4_000, 1).given(Map.of("total", 24.06));
      double[] densities = new double[7];
      for (int count : List.of(1, 2, 3, 6)) {
        densities[count] =
            Math.exp(both.logProb(0, Map.of("count", count, "price", 24.06 / count)));
      }
      double whole = Arrays.stream(densities).sum();
      for (int count = 1; count < densities.length; count++) {
        double share = counts.cdf(count) - counts.cdf(count - 1);
        assertEquals(densities[count] / whole, share, 0.04, "count " + count);
      }
    }
  }

  private static TableModel fit(TableSource table, String... rules) throws IOException {
    return TableFit.of(table)
        .givenAny()
        .requiring(rules)
        .withFlow(FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, size -> new FlowFamily.Size(1, 16, 1, 8))
        .withTraining(usual -> usual.withSteps(60).withMembers(1))
        .fit();
  }

  @Test
  void badEndsAreRefused() throws IOException {
    Predictor predictor = model.predict("start");
    Expect.rejected("column end: got \"late\"", () -> predictor.given(Map.of("end", "late")));
    assertTrue(predictor.given(Map.of("end", 1e-9)).quantile(0.9) <= 1e-9);
    TableSource table = Tables.of("end", "late", "1.5");
    try (TableReader reader = predictor.open(table, Reading.whole(2))) {
      TableChunk chunk = reader.next().orElseThrow();
      assertEquals(Set.of(0), chunk.problems().keySet());
      Predictions all = predictor.given(chunk, predictor.givenBy(table));
      assertEquals(predictor.given(Map.of("end", 1.5)).median(), all.quantiles(0.5)[1], 0.05);
    }
  }
}
