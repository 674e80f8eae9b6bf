package io.github.tfflows.tables;

import static io.github.tfflows.tables.Tables.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Method;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that follow from ranges of numbers or from parts of times, in every use of a model. */
@Tag("training")
class RangesTest {
  private static final List<String> NAMES =
      List.of("score", "grade", "top", "at", "day", "quarter", "weekday");

  @TempDir static Path folder = Path.of("");
  private static TableModel model;

  private static String grade(double score) {
    return score >= 85 ? "A" : score >= 50 ? "B" : "C";
  }

  private static String top(double score) {
    return score >= 98 ? "1" : "0";
  }

  private static String quarter(LocalDateTime at) {
    return "Q" + (at.getMonthValue() + 2) / 3;
  }

  @BeforeAll
  static void fit() throws IOException {
    Random random = new Random(4);
    LocalDateTime first = LocalDateTime.of(2024, 1, 1, 0, 0);
    List<List<String>> rows =
        Tables.rows(
            600,
            i -> {
              double score = random.nextInt(1001) / 10.0;
              LocalDateTime at = first.plusSeconds(random.nextInt(365 * 86_400));
              return List.of(
                  "" + score,
                  grade(score),
                  top(score),
                  at.toString().length() == 16 ? at + ":00" : at.toString(),
                  at.toLocalDate().toString(),
                  quarter(at),
                  "" + at.getDayOfWeek().getValue() % 7);
            });
    model =
        TableFit.of(TableSources.of("scores", NAMES, rows))
            .givenAny()
            .withFlow(
                FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, size -> new FlowFamily.Size(1, 16, 1, 8))
            .withTraining(usual -> usual.withSteps(20).withMembers(1))
            .fit();
    model.export(folder.resolve("model"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static void assertFollowing(Map<String, Object> row) {
    double score = number(row, "score");
    assertEquals(grade(score), row.get("grade"), "" + row);
    assertEquals(Double.parseDouble(top(score)), number(row, "top"), "" + row);
    LocalDateTime at = LocalDateTime.parse(String.valueOf(row.get("at")));
    assertEquals(at.toLocalDate().toString(), row.get("day"));
    assertEquals(quarter(at), row.get("quarter"));
    assertEquals(at.getDayOfWeek().getValue() % 7, number(row, "weekday"), "" + row);
  }

  @Test
  void drawsHaveThemAlsoWhereTheModelIsLoaded() throws IOException {
    assertEquals(2, model.schema().modelled().size());
    model.draw(500, 3).forEach(RangesTest::assertFollowing);
    try (TableModel loaded = TableModel.load(folder.resolve("model"))) {
      assertEquals(model.schema(), loaded.schema());
      assertEquals(model.draw(20, 3), loaded.draw(20, 3));
    }
  }

  /** One of fifty scores leads to the given flag. */
  @Test
  void imputationsAgreeWithRareOnes() throws IOException {
    Set<Object> weekdays = new TreeSet<>();
    for (int seed = 0; seed < 10; seed++) {
      Map<String, Object> gaps = new HashMap<>(Map.of("top", "1", "quarter", "Q3"));
      Map<String, Object> row = model.imputed(gaps, 1_000L * seed);
      assertFollowing(row);
      assertTrue(number(row, "score") >= 98, "" + row);
      assertEquals("Q3", row.get("quarter"));
      weekdays.add(number(row, "weekday"));
    }
    assertTrue(weekdays.size() > 2, weekdays + " vary");
  }

  /** The marks of a grade are those of draws with that grade. */
  @Test
  void predictionsAgreeWithGivenOnes() {
    double[] tops =
        model.draw(20_000, 5).stream()
            .filter(row -> "A".equals(row.get("grade")))
            .mapToDouble(row -> number(row, "top"))
            .toArray();
    Predictor predictor = model.predict("top").withDraws(4_000, 3);
    Prediction top = predictor.given(Map.of("grade", "A", "quarter", "Q2"));
    assertEquals(Method.DRAWS, top.method());
    double share = DoubleStream.of(tops).average().orElseThrow();
    assertTrue(share > 0.05, "" + share);
    assertEquals(share, top.mean(), 0.03);
    assertEquals(0, predictor.given(Map.of("grade", "B")).cdf(1) - 1, "no B is at the top");
    Prediction score = model.predict("score").given(Map.of("quarter", "Q2"));
    Expect.rejected("give no density of one of them", () -> score.logProb(60));
    Predictor at = model.predict("at").withDraws(10, 3);
    Expect.rejected(
        "none of at least 64 draws in place of missing values agrees with the values that follow",
        () -> at.given(Map.of("grade", "C", "top", 1)));
  }

  /** In a table, too, whose other rows have the predictions that they have alone. */
  @Test
  void rowsOfATableArePredictedByThem() throws IOException {
    Map<String, Object> wrong = Map.of("score", "none", "quarter", "Q9");
    Map<String, Object> grade = Map.of("grade", "B");
    Map<String, Object> number = Map.of("score", 30.5, "grade", "C");
    assertPredictedAsAlone("top", List.of(grade, wrong, number, grade));
    assertPredictedAsAlone("at", List.of(number, Map.of("grade", "B"), wrong));
    Map<String, Object> time = Map.of("at", "2024-05-01T10:00:00");
    Map<String, Object> quarter = Map.of("quarter", "Q2");
    assertPredictedAsAlone("score", List.of(time, quarter, wrong, time, quarter));
    assertPredictedAsAlone("score", List.of(quarter, quarter));
    assertPredictedAsAlone("top", List.of(quarter, number));
    Predictor top = model.predict("top").withDraws(4_000, 1);
    double[] means = predictions(top, List.of(time, number, time)).means();
    double alone = top.given(time).mean();
    assertTrue(alone > 0.02, "some are at the top");
    assertArrayEquals(new double[] {alone, 0, alone}, means, 0.02, "a missing score is drawn");
    Map<String, Object> more = Map.of("grade", "B", "top", 1);
    double[] both = predictions(top, List.of(grade, more)).means();
    assertEquals(both[0], both[1], "the target itself does not count");
    Map<String, Object> follows = Map.of("at", "2024-05-01T10:00:00", "grade", "B");
    Predictions scores = predictions(model.predict("score"), List.of(time, follows));
    double[] outer = scores.quantiles(0.001, 0.5, 0.999);
    assertTrue(outer[3] >= 50 && outer[5] < 85, "the name of its range counts");
    assertEquals(model.predict("score").given(follows).median(), outer[4]);
    Predictor month = model.predict("quarter");
    Predictions quarters = predictions(month, List.of(number, grade, number));
    double ofSecond = month.given(grade).probability("Q3");
    assertEquals(ofSecond, quarters.probabilities()[4 + quarters.names().indexOf("Q3")], 1e-6);
  }

  @Test
  void aFailureOfOneOfManyRowsIsThatOfTheRow() throws IOException {
    TableModel closed = TableModel.load(folder.resolve("model"));
    Predictor top = closed.predict("top").withDraws(10, 1);
    closed.close();
    List<Map<String, Object>> rows = Collections.nCopies(16, Map.of("grade", "B"));
    for (int repeat = 0; repeat < 20; repeat++) { // on any of the processors
      var failure = assertThrows(IllegalStateException.class, () -> predictions(top, rows));
      assertEquals("the model is closed", failure.getMessage());
    }
  }

  /** Other rows of the table are predicted. */
  @Test
  void aRowWithWhichNoDrawAgreesIsUnsuitable() throws IOException {
    Map<String, Object> grade = Map.of("grade", "C");
    List<Map<String, Object>> rows = List.of(grade, Map.of("grade", "C", "top", 1), grade);
    for (String target : List.of("at", "quarter")) {
      Predictions some = predictions(model.predict(target).withDraws(10, 3), rows);
      assertEquals(Set.of(1), some.problems().keySet());
      assertTrue(Double.isNaN(some.missing()[1]));
    }
    Predictions times = predictions(model.predict("at").withDraws(10, 3), rows);
    assertEquals("", times.written(times.quantiles(0.5)).get(1));
    Path table = Tables.file(folder, "none.csv", "grade,top", "C,", "C,1", "C,2");
    CommandRun.succeeded("predict", folder.resolve("model"), table, "--target=at --draws=10")
        .prints("\n3,,,,\"column top: got")
        .says("2 rows not suiting the columns");
    Path two = Tables.file(folder, "two.csv", "grade,top", "C,", "C,1");
    CommandRun.of(
            "predict", folder.resolve("model"), two, "--target=at --draws=10 --unsuitable=refuse")
        .fails(1, "row 2: none of at least 64 draws");
  }

  private static Predictions predictions(Predictor predictor, List<Map<String, Object>> rows)
      throws IOException {
    TableSource table = TableSources.ofMaps("rows", rows);
    try (TableReader reader = predictor.open(table, Reading.of(Missing.MODEL).reporting())) {
      TableChunk chunk = reader.next().orElseThrow();
      return predictor.given(chunk, predictor.givenBy(table));
    }
  }

  private static void assertPredictedAsAlone(String target, List<Map<String, Object>> rows)
      throws IOException {
    Predictor predictor = model.predict(target).withDraws(300, 1);
    Predictions all = predictions(predictor, rows);
    assertEquals(rows.size(), all.count());
    for (int row = 0; row < rows.size(); row++) {
      if (!"Q9".equals(rows.get(row).get("quarter"))) {
        Prediction alone = predictor.given(rows.get(row));
        double median = alone.median();
        double rounding = 1e-6 * Math.abs(median);
        assertEquals(median, all.quantiles(0.2, 0.5)[2 * row + 1], rounding, target);
        assertEquals(alone.mean(), all.means()[row], rounding, target);
        Prediction one = Prediction.of(all, row);
        assertEquals(alone.cdf(median), one.cdf(median), 1e-6, target);
        assertEquals(alone.method(), one.method(), target);
        assertTrue(one.method() != Method.DRAWS || all.method() == Method.DRAWS, target);
      }
    }
  }

  @Test
  void scoresNameACellThatBreaksThem() {
    Map<String, Object> row = new HashMap<>(model.draw(1, 3).get(0));
    row.put("score", 91.5);
    row.put("grade", "A");
    row.put("top", 0);
    assertEquals(Optional.empty(), model.score(row).problem());
    row.put("grade", "B");
    assertEquals(
        Optional.of(
            "column grade: got \"B\", expected \"A\", since it follows from ranges of column score"),
        model.score(row).problem());
    row.put("grade", "A");
    row.put("weekday", (number(row, "weekday") + 1) % 7);
    assertTrue(
        model.score(row).problem().orElseThrow().contains("follows from the day of week"),
        "" + model.score(row));
  }

  @Test
  void drawsOfTheGraphHaveThem() throws IOException {
    for (Map<String, String> drawn : Tables.drawn(folder.resolve("model"), 200)) {
      Map<String, Object> row = new HashMap<>(drawn);
      long seconds = (long) number(row, "at");
      row.put("at", LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).toString());
      row.put("day", LocalDate.ofEpochDay((long) number(row, "day")).toString());
      assertFollowing(row);
    }
  }
}
