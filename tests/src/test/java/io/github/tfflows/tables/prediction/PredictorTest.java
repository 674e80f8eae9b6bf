package io.github.tfflows.tables.prediction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions of a column of each kind, of models with random weights, beside their draws. */
@Tag("training")
class PredictorTest {
  private static final int DRAWS = 20_000;

  /** Six deviations of a share of the draws. */
  private static final double SHARE = 6 * 0.5 / Math.sqrt(DRAWS);

  private static final Map<String, ?> GIVEN = Map.of("c", "left", "z", 0.3);

  private static final Map<String, Function<Random, String>> TARGETS =
      Map.of(
          "real", r -> "" + r.nextGaussian(),
          "decimals", r -> "" + Math.rint(200 * r.nextGaussian()) / 100,
          "whole, masses at 0 and 5", r -> "" + mass(r, 0, 5, r.nextInt(60) - 20),
          "count, masses at 0 and 5", r -> "" + mass(r, 0, 5, (int) Math.exp(4 * r.nextDouble())),
          "whole, masses at 3 and 60", r -> "" + mass(r, 3, 60, r.nextInt(60)),
          "few values", r -> "" + r.nextInt(4),
          "amounts, a mass at zero", r -> r.nextInt(3) == 0 ? "0" : "" + Math.exp(r.nextGaussian()),
          "bounded", r -> "" + r.nextDouble(),
          "large", r -> "" + 1e40 * (3 + r.nextGaussian()),
          "date", r -> LocalDate.of(2024, 1, 1).plusDays(r.nextInt(90)).toString());

  /** Models that several tests read, by the name of the target and the share of gaps. */
  private static final Map<List<Object>, TableModel> MODELS = new HashMap<>();

  private static long mass(Random random, long one, long other, long otherwise) {
    int share = random.nextInt(10);
    return share < 3 ? one : share < 5 ? other : otherwise;
  }

  @AfterAll
  static void close() {
    MODELS.values().forEach(TableModel::close);
  }

  private static TableModel ofTarget(String name, double gaps) throws IOException {
    List<Object> key = List.of(name, gaps);
    if (!MODELS.containsKey(key)) {
      MODELS.put(key, built(name, gaps));
    }
    return Objects.requireNonNull(MODELS.get(key));
  }

  private static TableSource source(String name, double gaps) {
    return TargetModels.source(Objects.requireNonNull(TARGETS.get(name)), gaps);
  }

  private static TableModel built(String name, double gaps) throws IOException {
    TableSource source = source(name, gaps);
    Map<String, ColumnKind> kinds =
        name.equals("bounded") ? Map.of("y", new ColumnKind.Bounded(0, 1)) : Map.of();
    return TargetModels.model(source, TargetModels.schema(source, List.of("c", "z"), kinds));
  }

  /** Draws of the column that are there, as numbers in its unit. */
  private static double[] drawn(TableModel model, Rows context, ColumnScale scale) {
    Rows contexts = context.select(new int[DRAWS]);
    Rows x = model.sample(contexts, 5).x();
    return IntStream.range(0, x.count())
        .filter(row -> !model.schema().layout().isMissing(x, row, 0))
        .mapToDouble(row -> scale.value(x.values()[(row + 1) * x.size() - 1]))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "real",
        "whole, masses at 0 and 5",
        "few values",
        "bounded",
        "date",
        "amounts, a mass at zero with gaps"
      })
  void predictionsAreThoseOfDraws(String name) throws IOException {
    assertPredictsItsDraws(name);
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(
      strings = {
        "decimals",
        "count, masses at 0 and 5",
        "amounts, a mass at zero",
        "large",
        "real with gaps"
      })
  void predictionsOfOtherKindsAreThoseOfDraws(String name) throws IOException {
    assertPredictsItsDraws(name);
  }

  private static void assertPredictsItsDraws(String name) throws IOException {
    boolean hasGaps = name.endsWith(" with gaps");
    TableModel model = ofTarget(name.replace(" with gaps", ""), hasGaps ? 0.3 : 0);
    Prediction y = model.predict("y").given(GIVEN);
    assertEquals(Method.CLOSED_FORM, y.method());
    ColumnScale scale = new ColumnScale(model.schema().modelled().get(0));
    double[] draws =
        drawn(
            model,
            new RowCodec(model.schema()).contexts(Map.of("c", "left", "z", "0.3"), 1),
            scale);
    assertEquals(1 - (double) draws.length / DRAWS, y.missing(), SHARE);
    Arrays.sort(draws);
    double width = draws[draws.length * 9 / 10] - draws[draws.length / 10];
    for (double level : new double[] {0.01, 0.1, 0.3, 0.5, 0.6, 0.9, 0.99}) {
      double value = draws[(int) (level * draws.length)];
      double upTo = share(draws, Double.NEGATIVE_INFINITY, value);
      assertEquals(upTo, y.cdf(value), 1.5 * SHARE, "up to " + value);
      assertEquals(
          share(draws, value, value + width / 4),
          y.probability(value, value + width / 4),
          1.5 * SHARE,
          "from " + value);
      double quantile = y.quantile(level);
      assertTrue(y.cdf(quantile) >= level - 1e-4, level + " at " + quantile);
    }
    double scaled = Math.max(width, 1e-9);
    double[] quantiles = model.predict("y").given(row(model, draws[0])).quantiles(inner());
    // Without the tails, which are heavy.
    assertEquals(
        Arrays.stream(draws, draws.length / 20, draws.length * 19 / 20).average().orElseThrow(),
        Arrays.stream(quantiles).average().orElseThrow(),
        0.03 * scaled);
    Interval shortest = y.shortestInterval(0.8);
    Interval central = y.interval(0.8);
    double step = model.schema().modelled().get(0).spacing();
    assertTrue(shortest.width() <= central.width() + step + 1e-6 * scaled, "with rounded ends");
    assertEquals(
        0.8, y.probability(shortest.low(), shortest.high()), 0.2, "with values at both ends");
  }

  /** The distribution of a value that is there is not the mean of those of the members. */
  @Test
  void membersCountByTheProbabilityThatTheyGiveAValue() throws IOException {
    TableSource source = source("real", 0.3);
    TableSchema schema = TargetModels.given(source);
    try (TableModel both = TargetModels.ensemble(source, schema);
        TableModel one = TargetModels.member(both, 0);
        TableModel other = TargetModels.member(both, 1)) {
      Prediction all = both.predict("y").given(GIVEN);
      Prediction first = one.predict("y").given(GIVEN);
      Prediction second = other.predict("y").given(GIVEN);
      double weight = (1 - first.missing()) / (2 - first.missing() - second.missing());
      assertTrue(Math.abs(weight - 0.5) > 0.05, "equal weights: " + weight);
      double farthest = 0;
      for (double y = -2; y <= 2; y += 0.5) {
        double expected = weight * first.cdf(y) + (1 - weight) * second.cdf(y);
        farthest = Math.max(farthest, Math.abs(first.cdf(y) - second.cdf(y)));
        assertEquals(expected, all.cdf(y), 1e-4);
        assertEquals(y, all.quantile(expected), 1e-2);
      }
      assertTrue(farthest > 0.05, "equal members");
    }
  }

  /** One member has the mass where the other still has values below it. */
  @ParameterizedTest
  @ValueSource(strings = {"amounts, a mass at zero", "whole, masses at 0 and 5"})
  void quantilesOfMembersWithMassesAreTheLeastValuesOfTheirLevels(String name) throws IOException {
    TableSource source = source(name, 0.3);
    TableSchema schema = TargetModels.given(source);
    try (TableModel model = TargetModels.ensemble(source, schema)) {
      Prediction y = model.predict("y").given(GIVEN);
      for (int i = 2; i < 100; i += 12) {
        double quantile = y.quantile(i / 100.0);
        assertTrue(y.cdf(quantile) >= i / 100.0 - 1e-5, "up to " + quantile);
        double less = quantile - Math.max(1e-3, model.schema().modelled().get(0).spacing());
        assertTrue(y.cdf(less) < i / 100.0 + 1e-5, "below " + quantile);
      }
    }
  }

  /** They go by the probability below up to 31/32, and by that above beyond. */
  @Test
  void quantilesNearOneAreThoseOfTheirLevels() throws IOException {
    TableModel model = ofTarget("real", 0);
    Prediction y = model.predict("y").given(GIVEN);
    for (double level : new double[] {0.01, 0.5, 0.9, 0.95, 0.968, 0.969, 0.99, 0.999}) {
      assertEquals(level, y.cdf(y.quantile(level)), 1e-7 + 1e-5 * (1 - level), "rounding alone");
    }
  }

  private static double share(double[] draws, double low, double high) {
    return (double) Arrays.stream(draws).filter(d -> d >= low && d <= high).count() / draws.length;
  }

  /** The middles of equal shares from 0.05 to 0.95. */
  private static double[] inner() {
    return IntStream.range(0, 90).mapToDouble(i -> 0.05 + 0.01 * (i + 0.5)).toArray();
  }

  /** Numbers of the flow are spread over their steps, values are not. */
  @ParameterizedTest
  @CsvSource({"1, 2, 0", "1, 4, 0.3", "0.1, 2, 0", "0.1, 4, 0.3", "0.25, 2, 0.3"})
  void deviationsAndScoresAreThoseOfValues(double step, int most, double gaps) throws IOException {
    TableSource source = TargetModels.source(r -> "" + step * mass(r, 0, 1, r.nextInt(most)), gaps);
    try (TableModel model = TargetModels.of(source)) {
      Prediction y = model.predict("y").given(GIVEN);
      double mean = 0;
      double square = 0;
      double[] observed = {-2 * step, 0, step, 50 * step};
      double[] scores = new double[observed.length];
      for (int i = -100; i <= 100; i++) {
        double value = i * step;
        double cdf = y.cdf(value);
        double p = cdf - y.cdf(value - step);
        mean += p * value;
        square += p * value * value;
        for (int k = 0; k < scores.length; k++) {
          double off = cdf - (value >= observed[k] ? 1 : 0);
          scores[k] += step * off * off;
        }
      }
      double deviation = Math.sqrt(square - mean * mean);
      assertEquals(deviation, y.standardDeviation(), 0.01 * deviation);
      for (int k = 0; k < scores.length; k++) {
        Predictions rows = model.predict("y").given(row(model, observed[k]));
        double crps = rows.crps(new float[] {(float) observed[k]})[0];
        assertEquals(scores[k], crps, 2e-3 * (step + scores[k]), "at " + observed[k]);
      }
    }
  }

  @Test
  void momentsAndScoresAreIntegrals() throws IOException {
    TableModel model = ofTarget("bounded", 0);
    Prediction y = model.predict("y").given(GIVEN);
    int cells = 20_000;
    double mean = 0;
    double square = 0;
    double crps = 0;
    double observed = 0.37;
    double before = 0;
    float[] values = new float[cells];
    for (int i = 0; i < cells; i++) {
      values[i] = (i + 0.5f) / cells;
    }
    Rows contexts = row(model, observed).context().select(new int[cells]);
    float[] logProb = model.logProb(new Data(Rows.of(values, 1), contexts));
    for (int i = 0; i < cells; i++) {
      double value = values[i];
      double p = Math.exp(logProb[i]) / cells;
      mean += p * value;
      square += p * value * value;
      double cdf = before + p / 2;
      before += p;
      double step = cdf - (value >= observed ? 1 : 0);
      crps += step * step / cells;
    }
    assertEquals(1, before, 1e-3);
    assertEquals(mean, y.mean(), 1e-3);
    assertEquals(Math.sqrt(square - mean * mean), y.standardDeviation(), 1e-3);
    Predictions rows = model.predict("y").given(row(model, observed));
    assertEquals(crps, rows.crps(new float[] {(float) observed})[0], 1e-3);
    double density = Math.exp(y.logProb(y.mode()));
    for (int i = 1; i < 100; i++) {
      assertTrue(Math.exp(y.logProb(i / 100.0)) <= density * (1 + 1e-3));
    }
  }

  private static Data row(TableModel model, double y) {
    float[] event = new float[model.schema().layout().size()];
    event[event.length - 1] = (float) y;
    return new Data(
        Rows.of(event, event.length),
        new RowCodec(model.schema()).contexts(Map.of("c", "left", "z", "0.3"), 1));
  }

  @Test
  void manyRowsHaveThePredictionsOfEach() throws IOException {
    TableModel model = ofTarget("whole, masses at 0 and 5", 0.2);
    TableSource source = source("whole, masses at 0 and 5", 0.2);
    Data rows = TableReader.readAll(source, model.schema(), Missing.MODEL).slice(0, 20);
    Predictor predictor = model.predict("y");
    Predictions all = predictor.given(rows);
    float[] observed = predictor.observed(rows);
    double[] quantiles = all.quantiles(0.1, 0.5, 0.9);
    for (int row = 0; row < 20; row++) {
      Prediction one = Prediction.of(all, row);
      assertEquals(quantiles[3 * row], one.quantile(0.1), 1e-4);
      assertEquals(quantiles[3 * row + 2], one.quantile(0.9), 1e-4);
      assertEquals(all.means()[row], one.mean(), 1e-3);
      assertEquals(all.missing()[row], one.missing(), 1e-6);
      if (!Float.isNaN(observed[row])) {
        double logProb = one.logProb((double) observed[row]) + Math.log1p(-one.missing());
        assertEquals(model.logProb(rows)[row], logProb, 1e-4);
      }
    }
  }

  @Test
  void namesHaveTheirProbabilities() throws IOException {
    TableSource source =
        TargetModels.source(r -> "n" + (int) (1_500 * r.nextDouble() * r.nextDouble()), 0.2);
    try (TableModel model = TargetModels.of(source)) {
      Prediction y = model.predict("y").given(GIVEN);
      assertEquals(Method.ENUMERATION, y.method());
      double sum = y.probabilities().values().stream().mapToDouble(p -> p).sum();
      assertEquals(1, sum + y.probability("none such"), 1e-4);
      for (Executable ofNumbers : List.<Executable>of(() -> y.cdf("n1"), () -> y.text(1))) {
        assertEquals(
            "column y has names (its kind is categorical); ask for probabilities",
            message(ofNumbers));
      }
      assertTrue(y.probability("none such") > 0);
      Rows x =
          model
              .sample(
                  new RowCodec(model.schema())
                      .contexts(Map.of("c", "left", "z", "0.3"), 1)
                      .select(new int[DRAWS]),
                  5)
              .x();
      String first = model.schema().modelled().get(0).names().get(0);
      double there = 0;
      double hits = 0;
      for (int row = 0; row < DRAWS; row++) {
        there += x.values()[2 * row];
        hits += x.values()[2 * row] == 1 && x.values()[2 * row + 1] == 0 ? 1 : 0;
      }
      assertEquals(1 - there / DRAWS, y.missing(), SHARE);
      // draws are never unseen names
      assertEquals(hits / there, y.probability(first) / (1 - y.probability("none such")), SHARE);
      assertEquals(y.mode(), y.probabilities().keySet().iterator().next());
      assertThrows(IllegalArgumentException.class, () -> y.quantile(0.5));
    }
  }

  /** The distribution of a value that is there does not depend on how rarely it is. */
  @Test
  void valuesThatAreNearlyNeverThereHaveTheirDensity() throws IOException {
    TableModel real = ofTarget("real", 0.3);
    try (TableModel rare = TargetModels.nearlyAlwaysMissing(real)) {
      Prediction expected = real.predict("y").given(GIVEN);
      Prediction y = rare.predict("y").given(GIVEN);
      assertEquals(1, y.missing());
      assertEquals(expected.logProb(0.3), y.logProb(0.3), 1e-4);
      assertEquals(expected.cdf(0.3), y.cdf(0.3), 1e-6);
    }
    TableSource names = TargetModels.source(r -> "n" + r.nextInt(4), 0.3);
    try (TableModel usual = TargetModels.of(names);
        TableModel rare = TargetModels.nearlyAlwaysMissing(usual)) {
      Map<String, Double> expected = usual.predict("y").given(GIVEN).probabilities();
      Prediction y = rare.predict("y").given(GIVEN);
      assertEquals(1, y.missing());
      expected.forEach((name, p) -> assertEquals(p, y.probability(name), 1e-5, name));
    }
  }

  @Test
  void aRowIsPredictedWhoseValueIsMissingOrUnsuitable() throws IOException {
    TableSource source = source("real", 0);
    TableSchema schema = TargetModels.ofAnyCell(source);
    try (TableModel model = TargetModels.model(source, schema)) {
      Predictor predictor = model.predict("y").withDraws(100, 1);
      TableSource some = Tables.of("y,z", ",0.5", "none,0.5");
      assertEquals(Set.of("z"), predictor.givenBy(some));
      try (TableReader reader = predictor.open(some, Reading.of(Missing.MODEL))) {
        Data read = reader.next().orElseThrow().data();
        assertEquals(2, predictor.given(read, predictor.givenBy(some)).quantiles(0.5).length);
      }
    }
  }

  @Test
  void aMissingValueOfAColumnWithoutGapsIsNotGiven() throws IOException {
    TableSource source = source("real", 0);
    TableSchema schema = TargetModels.ofAnyCell(source);
    try (TableModel model = TargetModels.model(source, schema)) {
      TableSource table = Tables.of("y,c,z", "0.4,left,0.5", ",,0.5", "NA,left,", ",,");
      List<Map<String, Object>> present =
          List.of(Map.of("c", "left", "z", 0.5), Map.of("z", 0.5), Map.of("c", "left"), Map.of());
      Predictor y = model.predict("y");
      JointPredictor both = model.predict("y", "c").withDraws(100, 1);
      try (TableReader reader = y.open(table, Reading.of(Missing.MODEL));
          TableReader targets = both.open(table, Reading.of(Missing.MODEL))) {
        TableChunk chunk = reader.next().orElseThrow();
        assertEquals(Map.of(), chunk.problems());
        Predictions all = y.given(chunk, y.givenBy(table));
        float[] at = {0.3f, 0.3f, 0.3f, 0.3f};
        for (int row = 0; row < 4; row++) {
          Prediction alone = y.given(present.get(row));
          assertEquals(alone.median(), all.quantiles(0.5)[row], 1e-6);
          assertEquals(alone.logProb(at[row]), all.logProb(at)[row], 1e-6);
          assertEquals(alone.cdf(at[row]), Prediction.of(all, row).cdf(at[row]), 1e-6);
        }
        Data read = targets.rest();
        Map<String, Object> values = Map.of("y", 0.4, "c", "left");
        assertEquals(
            both.given(Map.of()).logProb(0, values),
            both.given(read, Set.of("z")).logProb(2, values),
            1e-5);
        float[] logProb = both.given(read, Set.of("z")).logProb(read);
        JointPredictions first = both.given(Map.of("z", 0.5));
        assertEquals(first.logProb(0, Map.of("y", 0.4, "c", "left")), logProb[0], 1e-5);
        float never = Float.NEGATIVE_INFINITY;
        assertArrayEquals(new float[] {never, never, never}, Arrays.copyOfRange(logProb, 1, 4));
      }
      Map<String, Object> none = Map.of("c", "", "z", "NA");
      assertEquals(y.given(Map.of()).median(), y.given(none).median());
      Map<String, Object> side = Map.of("c", "left");
      assertEquals(
          model.predict("y", "z").given(Map.of()).logProb(0, Map.of("y", 0.4, "z", 1)),
          model.predict("y", "z").given(Map.of("c", "")).logProb(0, Map.of("y", 0.4, "z", 1)));
      assertEquals(y.given(side).median(), y.given(Map.of("c", "left", "z", "")).median());
      Rows drawn =
          model
              .given(Set.of("c", "z"))
              .sample(Rows.of(new float[] {9, 1, Float.NaN, 9, 1, 0.5f}, 3), 1)
              .x();
      assertEquals(1, drawn.values()[1]);
      assertTrue(Float.isFinite(drawn.values()[2]), "drawn, since it is missing");
      assertEquals(0.5f, drawn.values()[5]);
    }
  }

  /** Although the column has gaps, which count as given elsewhere. */
  @Test
  void aMissingNumberIsDrawnWhereItsRangeIsGiven() throws IOException {
    Random random = new Random(9);
    TableSource source =
        Tables.of(
            "y,grade,z",
            800,
            i -> {
              double y = random.nextGaussian();
              List<?> pair = i % 3 == 0 ? List.of("", "") : List.of(y, y > 0.2 ? "high" : "low");
              return List.of(pair.get(0), pair.get(1), random.nextGaussian());
            });
    TableSchema schema = TargetModels.ofAnyCell(source);
    assertEquals(2, schema.modelled().size(), "the grade follows");
    try (TableModel model = TargetModels.model(source, schema)) {
      Predictor z = model.predict("z").withDraws(200, 1);
      TableSource table = Tables.of("y,grade", ",high");
      try (TableReader reader = z.open(table, Reading.of(Missing.MODEL))) {
        Predictions drawn = z.given(reader.next().orElseThrow(), z.givenBy(table));
        double alone = z.given(Map.of("grade", "high")).median();
        assertEquals(alone, drawn.quantiles(0.5)[0], 1e-6);
      }
    }
  }

  /** By turns given none and two other cells. */
  @Test
  void anyNumberHasADistributionFunction() throws IOException {
    TableSource source =
        columns(
            "real",
            "decimals",
            "bounded",
            "date",
            "whole, masses at 3 and 60",
            "few values",
            "amounts, a mass at zero");
    Map<String, ColumnKind> kinds = Map.of("bounded", new ColumnKind.Bounded(0, 1));
    TableSchema schema =
        TargetModels.schema(source, List.of(), kinds).conditionedOn(Conditioning.ANY);
    try (TableModel model = TargetModels.model(source, schema)) {
      assertHasTheLawOfDraws(model);
    }
  }

  @Test
  void anyNumberOfAnEnsembleHasADistributionFunction() throws IOException {
    TableSource source = columns("real", "whole, masses at 3 and 60");
    try (TableModel model = TargetModels.ensemble(source, TargetModels.ofAnyCell(source))) {
      assertHasTheLawOfDraws(model);
    }
  }

  private static TableSource columns(String... names) {
    Map<String, Function<Random, String>> columns = new LinkedHashMap<>();
    for (String name : names) {
      columns.put(name, Objects.requireNonNull(TARGETS.get(name)));
    }
    return TargetModels.source(columns, 0.2);
  }

  private static void assertHasTheLawOfDraws(TableModel model) {
    TableSchema schema = model.schema();
    Rows events = new RowCodec(schema).events(Map.of("c", "left", "z", "0.3"), 1);
    int others = schema.modelled().size() - 2;
    for (int number = 0; number < others; number++) {
      Set<Integer> given = number % 2 == 0 ? Set.of() : Set.of(others, others + 1);
      AnyCell cell = new AnyCell(model.distribution(), schema, number, events, given);
      assertIsTheLawOfDraws(cell, cell.draws(DRAWS, 3)[0]);
    }
    Predictor first = model.predict(schema.modelled().get(0).name());
    assertEquals(Method.CLOSED_FORM, first.given(Map.of()).method());
    assertEquals(0, first.given(schema.whole(noRows(events))).count());
  }

  @Test
  void manyRowsAreDrawnPartByPart() throws IOException {
    TableSource source = source("real", 0);
    TableSchema schema = TargetModels.ofAnyCell(source);
    try (TableModel model = TargetModels.model(source, schema)) {
      Rows events = new RowCodec(schema).events(Map.of("c", "left", "z", "0.3"), 300);
      Set<Integer> given = Set.of(1, 2);
      AnyCell cells = new AnyCell(model.distribution(), schema, 0, events, given);
      double median = cells.select(0).quantiles(QuantileLevels.of(0.5))[0];
      double[][] draws = cells.draws(1_000, 3);
      for (double[] row : draws) {
        assertEquals(0.5, share(row, Double.NEGATIVE_INFINITY, median), 0.1);
      }
      assertEquals(300, Arrays.stream(draws).mapToDouble(row -> row[0]).distinct().count());
    }
  }

  private static Data noRows(Rows like) {
    return Data.of(like.slice(0, 0));
  }

  private static void assertIsTheLawOfDraws(Law law, double... draws) {
    double[] levels = {1e-4, 0.001, 0.01, 0.1, 0.4, 0.5, 0.6, 0.8, 0.97, 0.98, 0.99, 1 - 1e-4};
    double[] quantiles = law.quantiles(QuantileLevels.of(levels));
    for (int i = 0; i < levels.length; i++) {
      float x = (float) quantiles[i];
      double upTo = law.cdf(new double[] {x})[0];
      assertEquals(upTo, share(draws, Double.NEGATIVE_INFINITY, x), SHARE);
      assertTrue(levels[i] <= upTo + 1e-4, levels[i] + ", " + upTo);
      double below = law.cdf(new double[] {Math.nextDown(x)})[0];
      assertTrue(levels[i] >= below - 1e-4, levels[i] + ", " + below);
    }
  }

  @Test
  void anyCellIsPredictedByAnyOthers() throws IOException {
    TableSource source = source("count, masses at 0 and 5", 0.2);
    TableSchema schema = TargetModels.ofAnyCell(source);
    try (TableModel model = TargetModels.model(source, schema)) {
      Prediction side = model.predict("c").given(Map.of("y", 5));
      assertEquals(Method.ENUMERATION, side.method());
      double sum = side.probabilities().values().stream().mapToDouble(p -> p).sum();
      assertEquals(1, sum + side.probability("none such"), 1e-5);
      Prediction y = model.predict("y").given(Map.of("c", "left"));
      assertEquals(Method.CLOSED_FORM, y.method());
      Prediction other = model.predict("y").given(Map.of("c", "left", "z", 1));
      double total = 0;
      for (int value = 0; value < 400; value++) {
        total += Math.exp(y.logProb(value));
      }
      assertEquals(1, total, 0.05);
      assertEquals(Math.exp(y.logProb(0)), y.cdf(0), 1e-4);
      assertEquals(Math.exp(y.logProb(5)), y.cdf(5) - y.cdf(4), 1e-4);
      assertTrue(other.missing() > 0 && other.missing() < 1);
    }
  }

  /** Held-out rows rank the target alone. */
  @Test
  void intervalsOfColumnsThatRiseOrFallWithTheTargetAreCorrected() throws IOException {
    TableModel model = ofTarget("real", 0);
    Map<String, Relation> relations =
        Map.of(
            "double", new Relation.Linear("y", 2, 0),
            "name", new Relation.Equal("y"),
            "sum", new Relation.Linear(List.of("z", "double"), List.of(1.0, -1.0), 0),
            "square", new Relation.Product(1, List.of(new Relation.Factor("y", 2))),
            "two", new Relation.Linear(List.of("y", "double"), List.of(-1.0, 1.0), 0));
    TableColumn y = model.schema().modelled().get(0);
    TableColumn c = model.schema().given().get(0);
    List<DerivedColumn> derived = new ArrayList<>();
    relations.forEach(
        (name, relation) -> {
          TableColumn like = name.equals("name") ? c : y;
          TableColumn column = new TableColumn(name, like.kind(), like.coding(), 0);
          derived.add(new DerivedColumn(column, 3, relation));
        });
    TableSchema schema =
        new TableSchema(List.of(y), model.schema().given(), Conditioning.NONE, derived);
    Optional<ConformalScores> few = Optional.of(ConformalScores.of(0.1));
    for (String name : List.of("y", "double", "sum", "square", "two", "name")) {
      boolean isCorrected =
          !Predictor.of(model.distribution(), schema, name, few).hasBounds(0.9); // of one row
      assertEquals(Set.of("y", "double", "sum").contains(name), isCorrected, name);
    }
  }

  @Test
  void misuseIsToldInOneMessage() throws IOException {
    TableSource source = source("real", 0);
    TableModel target = ofTarget("real", 0);
    try (TableModel joint =
        TargetModels.model(source, TargetModels.schema(source, List.of(), Map.of()))) {
      assertEquals(
          "the model is the joint density of 3 columns, which does not predict \"y\" from"
              + " the others; fit one with \"y\" as the only modelled column and the others given,"
              + " or one with the conditioning ANY (--conditioning any)",
          message(() -> joint.predict("y")));
      assertEquals("the model has no column \"x\"; it has y", message(() -> target.predict("x")));
      assertEquals(
          "the model is conditioned on \"c\"; it predicts y", message(() -> target.predict("c")));
      Predictor y = target.predict("y");
      assertEquals(
          "column z: the value is missing, but no row of the fit lacked one; fill it, or drop the row",
          message(() -> y.given(Map.of("c", "left"))));
      assertEquals(
          "column y: got \"cheap\", expected a number", message(() -> y.given(GIVEN).cdf("cheap")));
      assertEquals(
          "expected levels above 0 and below 1, got 1.0",
          message(() -> y.given(GIVEN).quantile(1)));
    }
  }

  private static String message(Executable call) {
    return Expect.message(IllegalArgumentException.class, call);
  }
}
