package io.github.tfflows.tables.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.requirement.Requirements;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("training")
class BoundDrawsTest {
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
    model =
        TableFit.of(table)
            .givenAny()
            .requiring("end >= start", "late >= start")
            .withTraining(usual -> usual.withSteps(60).withMembers(1))
            .fit();
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
    Expect.rejected(
        "the given values include or imply the value of \"start\", which is predicted: end",
        () -> model.predict("start", "length").given(Map.of("end", 1.5)));
  }

  /** Draws of the distance do not lead to all values of a start with point masses. */
  @Test
  void aStartWithPointMassesIgnoresTheEnd() throws IOException {
    for (int values : List.of(5, 600)) {
      Random random = new Random(2);
      TableSource table =
          Tables.of(
              "start,end",
              600,
              i -> List.of(i % values + 0.5, i % values + 0.5 + random.nextDouble()));
      Requirements required = Requirements.of(List.of("end >= start"), table, Set.of());
      TableSchema schema = TableScan.all().requiring(required).of(table, Missing.MODEL);
      TableColumn start = schema.modelled().get(schema.place("start"));
      assertEquals(values == 600, !BoundDraws.following(schema, start).isEmpty(), "" + values);
    }
  }

  @Test
  void badEndsAreRefused() throws IOException {
    Predictor predictor = model.predict("start");
    Expect.rejected("column end: got \"late\"", () -> predictor.given(Map.of("end", "late")));
    Expect.rejected(Predictions.UNDRAWN, () -> predictor.given(Map.of("end", 1e-9)));
    TableSource table = Tables.of("end", "late", "1.5");
    try (TableReader reader = predictor.open(table, Reading.whole(2))) {
      TableChunk chunk = reader.next().orElseThrow();
      assertEquals(Set.of(0), chunk.problems().keySet());
      Predictions all = predictor.given(chunk, predictor.givenBy(table));
      assertEquals(predictor.given(Map.of("end", 1.5)).median(), all.quantiles(0.5)[1], 0.05);
    }
  }
}
