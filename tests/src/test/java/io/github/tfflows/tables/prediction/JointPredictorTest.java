package io.github.tfflows.tables.prediction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.FullNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Joint predictions beside a Gaussian whose regions are known, and of models of tables. */
class JointPredictorTest {
  private static final double CORRELATION = 0.8;
  private static final int DRAWS = 40_000;

  /** Six deviations of a share of the draws. */
  private static final double SHARE = 6 * 0.5 / Math.sqrt(DRAWS);

  private static final TableSchema TWO =
      new TableSchema(
          List.of(
              new TableColumn("a", new ColumnKind.Real(), List.of()),
              new TableColumn("b", new ColumnKind.Real(), List.of())),
          List.of());

  @TempDir private Path folder;

  private static TableModel gaussian(double scale) {
    return gaussian(scale, TWO);
  }

  /** {@code a ~ N(1, scale²)}, {@code b ~ N(-2, (3·scale)²)}, with a correlation. */
  private static TableModel gaussian(double scale, TableSchema schema) {
    double square = scale * scale;
    double both = 3 * CORRELATION * square;
    FullNormal normal =
        FullNormal.fixed(
            List.of(1.0, -2.0), List.of(List.of(square, both), List.of(both, 9 * square)));
    return TableModel.of(CompiledDistribution.compile(normal, 0), schema);
  }

  /** The log-density of the Gaussian of scale one at its mean. */
  private static double atMean() {
    return -Math.log(2 * Math.PI * 3 * Math.sqrt(1 - CORRELATION * CORRELATION));
  }

  @Test
  void theRegionOfAGaussianIsItsEllipse() {
    try (TableModel model = gaussian(1)) {
      JointPredictions both = model.predict("a", "b").withDraws(DRAWS, 1).given(Map.of());
      assertEquals(atMean(), both.logProb(0, Map.of("a", 1, "b", -2)), 1e-5);
      double along = 2.0 / Math.sqrt(1 - CORRELATION * CORRELATION);
      assertEquals(
          atMean() - along * along / 2,
          both.logProb(0, Map.of("a", 3, "b", "-2")),
          1e-4,
          "off axis");
      for (double level : new double[] {0.1, 0.5, 0.9, 0.99}) {
        // the squared distance from the mean has the distribution function 1 - exp(-d²/2)
        double expected = atMean() + Math.log(1 - level);
        double deviation = Math.sqrt(level / (1 - level) / DRAWS);
        assertEquals(expected, both.thresholds(level)[0], 6 * deviation, "at " + level);
        double end = Math.sqrt(-2 * Math.log(1 - level)); // along the first axis of the ellipse
        double b = -2 + 3 * CORRELATION * end;
        assertTrue(both.contains(0, Map.of("a", 1 + 0.9 * end, "b", b * 0.9 - 0.2), level));
        assertFalse(both.contains(0, Map.of("a", 1 + 1.1 * end, "b", b * 1.1 + 0.2), level));
      }
    }
  }

  @Test
  void aRegionHasAllDrawsButThoseBeyondItsLevel() {
    try (TableModel model = gaussian(1)) {
      JointPredictions both = model.predict("a", "b").withDraws(3, 1).given(Map.of());
      double[] densities =
          both.drawn(0).stream().mapToDouble(draw -> both.logProb(0, draw)).sorted().toArray();
      assertEquals(densities[1], both.thresholds(0.5)[0], 1e-4);
      assertEquals(densities[0], both.thresholds(0.7)[0], 1e-4);
    }
  }

  /**
   * A point has equal densities in all calls, up to rounding, and many draws are the same point.
   */
  @Test
  void aRegionOfNamesHasNoLessThanItsLevel() throws IOException {
    Function<Random, String> likely = random -> random.nextInt(4) > 0 ? "yes" : "no";
    Function<Random, String> level = random -> "level " + random.nextInt(3);
    TableSource source = TargetModels.source(Map.of("a", likely, "b", level), 0);
    TableSchema schema = TargetModels.schema(source, List.of("c", "z"), Map.of());
    Data rows = TableReader.readAll(source, schema, Missing.MODEL).slice(0, 20);
    try (TableModel model = TargetModels.model(source, schema)) {
      JointPredictions both = model.predict("a", "b").withDraws(300, 1).given(rows);
      float[] own = both.logProb(rows);
      double[] denser = both.denserShares(rows);
      for (int row = 0; row < rows.count(); row++) {
        float bound = own[row] + 1e-3f;
        assertEquals(share(both, row, logProb -> logProb > bound), denser[row]);
        for (int tenth = 1; tenth < 10; tenth++) {
          double threshold = both.thresholds(0.1 * tenth)[row];
          assertTrue(share(both, row, logProb -> logProb >= threshold) >= 0.1 * tenth);
        }
      }
    }
  }

  @Test
  void allDrawsAreDenserThanARowWithoutDensity() {
    Data rows = Data.of(new float[][] {{1, -2}, {1e30f, -2}});
    try (TableModel model = gaussian(1)) {
      JointPredictions both = model.predict("a", "b").withDraws(9, 1).given(rows);
      assertEquals(Float.NEGATIVE_INFINITY, both.logProb(rows)[1]);
      assertArrayEquals(new double[] {0, 1}, both.denserShares(rows));
    }
  }

  /** The share of the draws of a row whose density meets a condition. */
  private static double share(JointPredictions all, int row, DoublePredicate condition) {
    Set<Map<String, Object>> points = new HashSet<>(all.drawn(row));
    points.removeIf(point -> !condition.test(all.logProb(row, point)));
    return all.probability(row, points::contains);
  }

  @Test
  void rowsAndTargetsThatAreNotPredictedAreRefused() {
    try (TableModel model = gaussian(1)) {
      Expect.rejected("each target once, got a, b, a", () -> model.predict("a", "b", "a"));
      JointPredictions both = model.predict("a", "b").given(Map.of());
      Data three = Data.of(new float[3][2]);
      Expect.rejected("rows that are predicted, 1, got 3", () -> both.inside(three, 0.9));
      Data none = three.slice(0, 0);
      Expect.rejected("rows that are predicted, 1, got 0", () -> both.inside(none, 0.9));
      for (int row : new int[] {-1, 1}) {
        Map<String, Integer> point = Map.of("a", 1, "b", 1);
        for (Executable call :
            List.<Executable>of(() -> both.drawn(row), () -> both.logProb(row, point))) {
          String message = Expect.message(IndexOutOfBoundsException.class, call);
          assertEquals("Index %d out of bounds for length 1".formatted(row), message);
        }
      }
    }
  }

  @Test
  void aTargetOnACircleHasNoQuantiles() {
    TableColumn angle = new TableColumn("b", new ColumnKind.Circular(360), List.of());
    TableSchema schema = new TableSchema(List.of(TWO.modelled().get(0), angle), List.of());
    try (TableModel model = gaussian(1, schema)) {
      JointPredictions both = model.predict("a", "b").withDraws(9, 1).given(Map.of());
      Expect.rejected("column b: its values are on a circle", () -> both.marginals("b"));
      assertEquals(1, both.marginals("a").count());
    }
  }

  @Test
  void eventsAndMarginalsAreThoseOfTheGaussian() {
    try (TableModel model = gaussian(1)) {
      JointPredictions both = model.predict("b", "a").withDraws(DRAWS, 2).given(Map.of());
      double expected = 0.25 + Math.asin(CORRELATION) / (2 * Math.PI);
      double found = both.probability(0, row -> number(row, "a") > 1 && number(row, "b") > -2);
      assertEquals(expected, found, SHARE);
      Prediction b = Prediction.of(both.marginals("b"), 0);
      assertEquals(Method.DRAWS, b.method());
      assertEquals(-2, b.mean(), 0.1);
      assertEquals(3, b.standardDeviation(), 0.1);
      assertEquals(-2 + 3 * 1.281552, b.quantile(0.9), 0.12);
      assertEquals(0.8413447, b.cdf(1), SHARE);
      Expect.rejected("density of one", () -> b.logProb(0));
      JointPredictor many = model.predict("a", "b").withDraws(DRAWS, 1);
      JointPredictions two = many.given(Data.of(new float[2][2])); // each in a call of its own
      assertNotEquals(two.drawn(0).get(0), two.drawn(1).get(0));
    }
  }

  private static double number(Map<String, Object> row, String name) {
    return ((Number) row.getOrDefault(name, Double.NaN)).doubleValue();
  }

  @Test
  void anExtremeDrawDoesNotDetermineTheMean() {
    double[] draws = new Random(1).doubles(1_000).sorted().toArray();
    draws[0] = -1e20;
    draws[999] = 1e30;
    double[] nodes = new Drawn(new double[][] {draws}, Optional.empty()).nodes();
    assertEquals(0.5, QuantileLevels.mean(nodes, 0, x -> x), 0.05);
  }

  /** Regions of a model that is twice too narrow hold the level all the same. */
  @Test
  void heldOutRowsCorrectTheRegionsOfAWrongModel() {
    int count = 800;
    try (TableModel truth = gaussian(2);
        TableModel narrow = gaussian(1)) {
      List<String> names = List.of("a", "b");
      Data heldOut = Data.of(truth.sample(count, 3).x());
      Data fresh = Data.of(truth.sample(count, 4).x());
      JointPredictor plain =
          JointPredictor.of(narrow.distribution(), TWO, names, Optional.empty()).withDraws(250, 1);
      double[] scores = plain.given(heldOut).denserShares(heldOut);
      JointPredictor corrected =
          JointPredictor.of(
                  narrow.distribution(), TWO, names, Optional.of(ConformalScores.of(scores)))
              .withDraws(250, 1);
      double level = 0.6;
      double deviation = Math.sqrt(2 * level * (1 - level) / count);
      assertEquals(level, corrected.given(fresh).coverage(fresh, level), 5 * deviation);
      // 1 - (1 - 0.6)^(1/4)
      double uncorrected = plain.given(fresh).coverage(fresh, level);
      assertEquals(0.2047, uncorrected, 5 * deviation);
      assertEquals(uncorrected, corrected.uncorrected().given(fresh).coverage(fresh, level));
      Data right = Data.of(narrow.sample(count, 5).x());
      assertEquals(level, plain.given(right).coverage(right, level), 5 * deviation);
    }
  }

  @Test
  void aFitStoresTheScoresOfRegions() throws IOException {
    TableSource source = TargetModels.source(r -> "" + r.nextInt(4), 0.2);
    TableSchema schema = TargetModels.schema(source, List.of("z"), Map.of());
    Data rows = TableReader.readAll(source, schema, Missing.MODEL).slice(0, 200);
    try (TableModel start = TargetModels.model(source, schema);
        TableModel model =
            TableModel.measured(
                start.distribution(), schema, rows, new TableOrigin("test", RowColumns.NONE))) {
      model.export(folder.resolve("model"));
    }
    try (TableModel model = TargetModels.load(folder.resolve("model"))) {
      JointPredictor predictor = model.predict("c", "y");
      JointPredictions all = predictor.given(rows);
      assertTrue(all.isCorrected());
      assertEquals(0.7, all.coverage(rows, 0.7), 0.06);
      float[] expected = model.logProb(rows);
      float[] found = all.logProb(rows);
      Data some = rows.slice(0, 20);
      Data blank =
          new Data(Rows.of(new float[20 * some.x().size()], some.x().size()), some.context());
      float[] apart = predictor.withDraws(10, 1).given(blank).logProb(some);
      assertArrayEquals(Arrays.copyOf(found, 20), apart, 1e-5f);
      for (int row = 0; row < 50; row++) {
        assertEquals(expected[row], found[row], 1e-4);
      }
      Expect.rejected(
          "column z: the value is missing",
          () -> predictor.given(Collections.singletonMap("z", null)));
      JointPredictions one = predictor.given(Map.of("z", 0.3));
      double sum = one.logProb(0, Map.of("c", "left", "y", ""));
      sum = Math.exp(sum) + Math.exp(one.logProb(0, Map.of("c", "right", "y", "")));
      assertEquals(Prediction.of(one.marginals("y"), 0).missing(), sum, 6 * 0.5 / Math.sqrt(1_000));
      Map<String, Double> sides = Prediction.of(one.marginals("c"), 0).probabilities();
      assertEquals(Set.of("left", "right"), sides.keySet());
      assertEquals(1, sides.values().stream().mapToDouble(p -> p).sum(), 1e-9);
      Expect.rejected("expected a value of c", () -> one.logProb(0, Map.of("y", 1)));
      Expect.rejected(
          "\"Y\" is not a target; expected values of y, c",
          () -> one.contains(0, Map.of("c", "left", "Y", 1), 0.9));
      Expect.rejected("no column \"z\"", () -> all.marginals("z"));
    }
  }

  @Test
  void anyCellsArePredictedTogetherByAnyOthers() throws IOException {
    TableSource source = TargetModels.source(r -> "" + r.nextGaussian(), 0);
    TableSchema schema = TargetModels.ofAnyCell(source);
    try (TableModel model = TargetModels.model(source, schema)) {
      Map<String, String> row = Map.of("y", "0.4", "c", "left", "z", "-0.2");
      Rows event = new RowCodec(model.schema()).events(row, 1);
      double expected = model.given(Set.of("z")).logProb(event)[0];
      JointPredictor predictor = model.predict("y", "c").withDraws(DRAWS, 1);
      JointPredictions both = predictor.given(Map.of("z", -0.2));
      assertEquals(expected, both.logProb(0, Map.of("y", 0.4, "c", "left")), 1e-5);
      Prediction side = model.predict("c").given(Map.of("z", -0.2));
      double left = both.probability(0, draw -> "left".equals(draw.get("c")));
      assertEquals(side.probability("left"), left, SHARE);
      assertEquals(left, Prediction.of(both.marginals("c"), 0).probability("left"));
      Expect.rejected("include or imply the value of", () -> predictor.given(Map.of("c", "left")));
    }
  }

  @Test
  void allColumnsOfAJointDensityAreTargets() {
    try (TableModel model = gaussian(1)) {
      assertEquals(2, model.predict("b", "a").columns().size());
      Expect.rejected("expected all of them as targets", () -> model.predict("a", "a"));
      Expect.rejected("no column \"x\"", () -> model.predict("a", "x"));
      Expect.rejected("above 0", () -> model.predict("a", "b").given(Map.of()).thresholds(1));
    }
  }

  private static final int HELD_OUT = 99;
  private static final int NEW = 50;
  private static final int SPLITS = 40;

  /** Whole numbers whose spread grows with x. */
  private static TableSource source(int count) {
    Random random = new Random(3);
    return Tables.of(
        "y,x",
        count,
        i -> {
          double x = random.nextDouble();
          return List.of(Math.round((1 + 9 * x) * random.nextGaussian()), x);
        });
  }

  /**
   * Of a model with random weights, which is wrong everywhere. By the ranks of exchangeable rows
   * the share is 0.8 on average, with the deviation of a beta-binomial one.
   */
  @Test
  void intervalsOfAWrongModelHoldTheirShareOfNewRows() throws IOException {
    TableSource source = source((HELD_OUT + NEW) * SPLITS);
    TableSchema schema =
        new TableScan(List.of(), List.of("x"), List.of(), Map.of("y", new ColumnKind.Whole()))
            .of(source, Missing.REFUSE);
    try (TableModel model = TargetModels.model(source, schema)) {
      Data all = TableReader.readAll(source, schema, Missing.REFUSE);
      Predictor predictor = model.predict("y").uncorrected();
      double within = 0;
      double raw = 0;
      for (int split = 0; split < SPLITS; split++) {
        int from = split * (HELD_OUT + NEW);
        double[] measured =
            Predictor.measured(model.distribution(), schema, all.slice(from, from + HELD_OUT));
        ConformalScores scores = ConformalScores.of(measured);
        Data rows = all.slice(from + HELD_OUT, from + HELD_OUT + NEW);
        double[] ranks = predictor.given(rows).ranks(predictor.observed(rows), split);
        double half = scores.at(0.8);
        within += IntStream.range(0, NEW).filter(i -> Math.abs(ranks[i] - 0.5) <= half).count();
        raw += IntStream.range(0, NEW).filter(i -> Math.abs(ranks[i] - 0.5) <= 0.4).count();
      }
      double deviation = Math.sqrt(0.8 * 0.2 * (1.0 / (NEW * SPLITS) + 1.0 / (HELD_OUT * SPLITS)));
      assertEquals(0.8, within / (NEW * SPLITS), 4 * deviation);
      assertTrue(Math.abs(raw / (NEW * SPLITS) - 0.8) > 4 * deviation, "the model is right");
    }
  }

  @Test
  void aLevelHasTheScoreOfItsRank() {
    double[] scores = IntStream.rangeClosed(1, 9).mapToDouble(i -> i / 100.0).toArray();
    ConformalScores nine = ConformalScores.of(scores);
    assertEquals(0.09, nine.at(0.9));
    assertEquals(0.05, nine.at(0.5));
    assertEquals(Double.POSITIVE_INFINITY, nine.at(0.91));
    double[] more = IntStream.range(0, 99).mapToDouble(i -> i).toArray();
    assertEquals(6, ConformalScores.of(more).at(0.07), "0.07 * 100 > 7 by rounding");
    ConformalScores many =
        ConformalScores.of(IntStream.range(0, 30_000).mapToDouble(i -> i / 30_000.0).toArray());
    double stored = many.at(0.9);
    assertTrue(stored >= 0.9 && stored < 0.9 + 1e-3, "of the next rank that is stored");
  }

  @Test
  void theDescriptionOfAModelHoldsThem() {
    ConformalScores scores = ConformalScores.of(0.25, 0.125, 0.5);
    Map<String, String> entries = scores.addedTo(ExportOptions.defaults()).entries();
    ConformalScores read = ConformalScores.in(new ModelDescription(entries)).orElseThrow();
    assertEquals(0.25, read.at(0.5));
    assertEquals(0.5, read.at(0.75));
    assertEquals(Double.POSITIVE_INFINITY, read.at(0.76), "of three rows");
    assertEquals(Optional.empty(), ConformalScores.in(new ModelDescription(Map.of())));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ConformalScores.in(
                new ModelDescription(Map.of("table.conformal_scores", "3 0.1 much 0.2"))));
  }
}
