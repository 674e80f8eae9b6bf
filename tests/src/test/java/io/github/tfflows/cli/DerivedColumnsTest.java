package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.prediction.JointPredictions;
import io.github.tfflows.tables.prediction.Method;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Columns that follow from others are not modelled, but checked, filled in and restored; those
 * without values are empty.
 */
@Tag("training")
class DerivedColumnsTest {
  private static final String HEADER = "celsius,fahrenheit,grade,points,year,x,level,sum,curve";

  @TempDir static Path folder = Path.of("");
  private static Path model = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");

  private static String row(double celsius, int grade, double x) {
    int points = 10 * grade * grade;
    return "%.1f,%.2f,%s,%d,2024,%.3f,%s,%.1f,%.6f"
        .formatted(
            celsius,
            1.8 * celsius + 32,
            "ABC".charAt(grade),
            points,
            x,
            grade < 2 ? "low" : "high",
            celsius + 3 * points,
            Math.exp(celsius / 20));
  }

  @BeforeAll
  static void fit() throws IOException {
    Random random = new Random(2);
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < 300; i++) {
      double celsius = Math.rint(100 * random.nextGaussian()) / 10;
      lines.add(row(celsius, random.nextInt(3), random.nextGaussian()));
    }
    Path data = Files.write(folder.resolve("t.csv"), lines);
    model = folder.resolve("model");
    fit = CommandRun.fittedToAny(data, model, 3, "--flow=nice --hidden=8");
  }

  @Test
  void evaluationsTellTheColumnsThatDoNotPredict() {
    Path rows = folder.resolve("t.csv");
    CommandRun run = CommandRun.succeeded("evaluate", model, rows, "--target=celsius");
    run.prints("not given, as they follow from it    curve, fahrenheit, sum");
    JsonNode told =
        CommandRun.succeeded("evaluate", model, rows, "--target=celsius --json")
            .json()
            .path("prediction")
            .path("not_given");
    assertEquals("[\"curve\",\"fahrenheit\",\"sum\"]", told.toString());
  }

  private static List<Map<String, String>> cells(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static void assertRelated(Map<String, String> row) {
    double celsius = Double.parseDouble(row.get("celsius"));
    assertEquals(1.8 * celsius + 32, Double.parseDouble(row.get("fahrenheit")), 1e-9, "" + row);
    int grade = "ABC".indexOf(row.get("grade"));
    assertEquals(10 * grade * grade, Integer.parseInt(row.get("points")), "" + row);
    assertEquals("2024", row.get("year"));
    assertEquals(grade < 2 ? "low" : "high", row.get("level"));
    assertEquals(celsius + 30 * grade * grade, Double.parseDouble(row.get("sum")), 1e-9);
    double exact = Math.exp(celsius / 20);
    assertEquals(exact, Double.parseDouble(row.get("curve")), 2e-6, "" + row);
  }

  @Test
  void fitTellsAndLeavesThemOut() {
    fit.prints("6 columns follow from others or are constant");
    fit.prints("column fahrenheit is 1.8 celsius + 32");
    fit.prints("column points is one to one with column grade");
    fit.prints("column year is constant, 2024 in every row");
    String words = CommandRun.succeeded("describe", model).out();
    assertTrue(words.contains("follows from column grade"), words);
    assertTrue(words.contains("is celsius + 3 points"), words);
  }

  @Test
  void drawsHaveThem() throws IOException {
    Path draws = folder.resolve("draws.csv");
    CommandRun.succeeded("sample", model, "-n 50 --out", draws);
    assertEquals(HEADER, Files.readAllLines(draws).get(0));
    List<Map<String, String>> rows = cells(draws);
    assertEquals(50, rows.size());
    rows.forEach(DerivedColumnsTest::assertRelated);
  }

  @Test
  void aValueOfOneGivesThatOfItsSource() throws IOException {
    Path draws = folder.resolve("given.csv");
    CommandRun.succeeded(
        "sample", model, "-n 3 --given fahrenheit=68 --given points=40 --out", draws);
    for (Map<String, String> row : cells(draws)) {
      assertRelated(row);
      assertEquals(20, Double.parseDouble(row.get("celsius")), 1e-9);
      assertEquals("C", row.get("grade"));
    }
    CommandRun.of("sample", model, "--given fahrenheit=68 --given celsius=21")
        .fails(1, "column fahrenheit: got \"68\", expected \"69.8\"");
  }

  @Test
  void aPredictionInJavaIsGivenThemToo() throws IOException {
    Map<String, Object> derived = Map.of("fahrenheit", 68, "points", 40, "level", "high");
    Map<String, Object> sources = Map.of("celsius", 20, "grade", "C");
    try (TableModel loaded = TableModel.load(model, Execution.defaults())) {
      double expected = loaded.predict("x").given(sources).median();
      assertEquals(expected, loaded.predict("x").given(derived).median());
      assertEquals(
          loaded
              .predict("x", "celsius")
              .given(Map.of("grade", "C"))
              .marginals("x")
              .quantiles(0.5)[0],
          loaded
              .predict("x", "celsius")
              .given(Map.of("points", 40))
              .marginals("x")
              .quantiles(0.5)[0]);
      Map<String, Object> own = Map.of("fahrenheit", 68);
      assertEquals(20, loaded.predict("celsius").given(own).median(), 1e-9);
      JointPredictions both = loaded.predict("x", "celsius").given(own);
      assertEquals(20, both.marginals("celsius").quantiles(0.5)[0], 1e-5);
      Map<String, Double> point = Map.of("x", 0.5, "celsius", 20.0);
      assertEquals(
          loaded.predict("x").given(Map.of("celsius", 20)).logProb(0.5),
          both.logProb(0, point),
          1e-4);
      Map<String, Object> apart = Map.of("fahrenheit", 68, "celsius", 21);
      Expect.rejected(
          "column fahrenheit: got \"68\", expected \"69.8\"",
          () -> loaded.predict("x").given(apart));
      Expect.rejected(
          "column points: got \"41\", expected one of 0, 10, 40, since it is one to one with column grade",
          () -> loaded.predict("x").given(Map.of("points", 41)));
      Map<String, Object> half = Map.of("sum", 40, "points", 40);
      assertEquals(
          loaded.predict("x").given(Map.of("celsius", -80, "grade", "C")).median(),
          loaded.predict("x").given(half).median());
      Map<String, Object> unseen = Map.of("grade", "D", "points", 40);
      Expect.rejected(
          "column points: got \"40\", expected one that no row of the fit has",
          () -> loaded.predict("x").given(unseen));
    }
  }

  /** Also without a value that follows from others, and with an unseen name. */
  @Test
  void aRowInJavaIsPredictedAsOneOfATable() throws IOException {
    TableSource table = Tables.of("celsius,fahrenheit,grade", "20,,C", "20,68,D", ",68,");
    try (TableModel loaded = TableModel.load(model, Execution.defaults())) {
      Predictor x = loaded.predict("x");
      try (TableReader rows = x.open(table, Reading.whole(3))) {
        TableChunk chunk = rows.next().orElseThrow();
        assertEquals(Map.of(), chunk.problems());
        double[] medians = x.given(chunk, x.givenBy(table)).quantiles(0.5);
        assertEquals(
            medians[0], x.given(Map.of("celsius", 20, "fahrenheit", "", "grade", "C")).median());
        assertEquals(medians[1], x.given(Map.of("celsius", 20, "grade", "D")).median());
        assertEquals(medians[2], x.given(Map.of("fahrenheit", 68, "grade", "")).median());
      }
      JointPredictions joint =
          loaded.predict("x", "celsius").given(Map.of("grade", "D", "points", ""));
      assertTrue(Double.isFinite(joint.thresholds(0.9)[0]));
    }
  }

  private static TableSource columns(String... names) {
    return TableSources.of("t", List.of(names), List.of());
  }

  @Test
  void predictionsAreGivenTheSourcesOfTheColumnsOfATable() throws IOException {
    try (TableModel loaded = TableModel.load(model, Execution.defaults())) {
      TableSource table = columns("fahrenheit", "points");
      assertEquals(Set.of("celsius", "grade"), loaded.predict("x").givenBy(table));
      assertEquals(Set.of("grade"), loaded.predict("celsius").givenBy(table));
      assertEquals(Set.of("celsius"), loaded.predict("x", "grade").givenBy(table));
    }
    Path some = Tables.file(folder, "some.csv", "fahrenheit,points,sum", "68,40,", ",40,", ",,40");
    CommandRun run = CommandRun.succeeded("predict", model, some, "--target=x");
    List<String> rows = run.out().lines().skip(1).toList();
    assertTrue(rows.get(0).matches("1,.*\\d,"), run.out());
    assertTrue(rows.get(1).matches("2,.*\\d,"), run.out());
    assertTrue(rows.get(2).matches("3,.*\\d,"), run.out());
    assertTrue(!run.errors().contains("lacks"), run.errors());
  }

  @Test
  void aRowThatBreaksARelationIsImpossible() throws IOException {
    String[] rows = {
      row(20, 1, 0),
      "20.0,69.00,B,10,2024,0,low,50.0,2.718282",
      "20.0,68.00,B,40,2024,0,low,50.0,2.718282",
      "20.0,68.00,B,10,2023,0,low,50.0,2.718282",
      "20.0,,B,10,2024,0,low,50.0,2.718282",
      "20.0,68.00,B,10,2024,0,high,50.0,2.718282",
      "20.0,68.00,B,10,2024,0,low,51.0,2.718282",
      "20.0,68.00,B,10,2024,0,low,50.0,9"
    };
    String[] problems = {
      "",
      "column fahrenheit: got \"\"69\"\", expected \"\"68\"\"",
      "column points: got",
      "column year: got",
      "column fahrenheit: got no value",
      "column level: got",
      "is celsius + 3 points",
      "rises with"
    };
    List<String> table = Tables.lines(HEADER, rows.length, i -> rows[i]);
    Path data = Files.write(folder.resolve("new.csv"), table);
    List<String> scores = CommandRun.succeeded("score", model, data).out().lines().toList();
    for (int i = 0; i < rows.length; i++) {
      String score = scores.get(i + 1);
      assertEquals(i > 0, score.startsWith((i + 1) + ",-Infinity,"), score);
      assertTrue(score.contains(problems[i]), score);
    }
  }

  @Test
  void rowsWithoutThemAreScored() throws IOException {
    Path data = Tables.file(folder, "less.csv", "celsius,grade,x", "20.0,B,0.5");
    Path whole = Tables.file(folder, "whole.csv", HEADER, row(20, 1, 0.5));
    Path told = Tables.file(folder, "told.csv", "fahrenheit,points,x", "68,10,0.5");
    List<String> scores = new ArrayList<>();
    for (Path table : List.of(data, whole, told)) {
      Path out = folder.resolve("s.csv");
      CommandRun.succeeded("score", model, table, "--out", out, "--force");
      scores.add(Files.readAllLines(out).get(1));
    }
    assertEquals(scores.get(0), scores.get(1));
    assertEquals(scores.get(0), scores.get(2));
  }

  /** Two grades are low. */
  @Test
  void imputedNamesAgreeWithAValueThatFollowsFromThem() throws IOException {
    String[] rows = {HEADER, ",,,,,1,low,,", ",,,,,2,high,,", ",,,,,3,none,,"};
    Path gaps = Tables.file(folder, "levels.csv", rows);
    Path filled = folder.resolve("levels-filled.csv");
    CommandRun.succeeded("impute", model, gaps, "--draws 30 --out", filled)
        .says("row 3 (line 4), column level: got \"none\", expected one of high, low");
    List<Map<String, String>> all = cells(filled);
    all.forEach(DerivedColumnsTest::assertRelated);
    assertEquals(60, all.size());
    assertEquals(
        Set.of("1lowA", "1lowB", "2highC"),
        all.stream()
            .map(row -> row.get("x") + row.get("level") + row.get("grade"))
            .collect(Collectors.toSet()));
    Path given = Tables.file(folder, "given-levels.csv", "x,level", "1,low");
    Path predicted = folder.resolve("levels-predicted.csv");
    CommandRun.succeeded("predict", model, given, "--target celsius --out", predicted)
        .says("1 row written");
    assertTrue(Double.isFinite(Double.parseDouble(cells(predicted).get(0).get("median"))));
  }

  /** Also where a table gives no column of the model. */
  @Test
  void drawsAgreeWithGivenValuesThatFollowFromThem() throws IOException {
    Path given = Tables.file(folder, "levels-alone.csv", "level", "low", "none", "high");
    Path drawn = folder.resolve("levels-drawn.csv");
    CommandRun.succeeded("sample", model, "--given", given, "--rows 20 --out", drawn)
        .says("row 2 (line 3), column level: got \"none\", expected one of high, low");
    List<Map<String, String>> all = cells(drawn);
    all.forEach(DerivedColumnsTest::assertRelated);
    assertEquals(
        List.of("low", "high"), all.stream().map(row -> row.get("level")).distinct().toList());
    CommandRun.succeeded(
        "sample", model, "--given sum=30 --given level=low --rows 5 --out", drawn, "--force");
    for (Map<String, String> row : cells(drawn)) {
      assertRelated(row);
      assertEquals(30, Double.parseDouble(row.get("sum")));
    }
  }

  /** The end is the begin plus a distance, which is the negative of another column. */
  @Test
  void boundsAreImputedAtADistanceThatFollowsFromAnotherColumn() throws IOException {
    List<String> lines =
        Tables.lines(
            "begin,tenth,end,less",
            60,
            i -> "%s,%s,%s,%s".formatted(i, i / 10.0, i + i % 7, -(i % 7)));
    Path data = Files.write(folder.resolve("distances.csv"), lines);
    Path distances = folder.resolve("distances");
    CommandRun.fittedToAny(data, distances, 3, "--flow=nice --hidden=8 --require 'begin <= end'");
    Path gaps =
        Tables.file(folder, "ends.csv", "begin,tenth,end,less", ",,20,-3", ",1.9,20,", "4,,,-2");
    List<String> filled = CommandRun.succeeded("impute", distances, gaps).out().lines().toList();
    assertEquals("17,1.7,20,-3", filled.get(1));
    assertTrue(filled.get(2).startsWith("19,1.9,20,"), filled.get(2));
    assertEquals("4,0.4,6,-2", filled.get(3));
  }

  /** Two terms of at most 9 that are drawn have no sum of 19. */
  @Test
  void imputeLeavesOutARowThatNoDrawCompletes() throws IOException {
    List<String> lines =
        Tables.lines("a,b,sum", 60, i -> "%s,%s,%s".formatted(i % 10, i / 7, i % 10 + i / 7));
    Path data = Files.write(folder.resolve("terms.csv"), lines);
    Path model = folder.resolve("terms");
    CommandRun.fittedToAny(
        data, model, 3, "--flow=nice --hidden=8 --require '0 <= a <= 9' --require '0 <= b <= 9'");
    Path gaps = Tables.file(folder, "totals.csv", "a,b,sum", ",,4", ",,19", "3,,4");
    CommandRun run = CommandRun.succeeded("impute", model, gaps, "--draws=2");
    run.says("totals.csv: 1 row not suiting the columns:")
        .says("row 2, none of at least 100 draws");
    List<String> filled = run.out().lines().toList();
    assertEquals(List.of("1,3,1,4", "2,3,1,4"), filled.subList(3, filled.size()));
    CommandRun.of("impute", model, gaps, "--unsuitable=refuse")
        .fails(1, "row 2: none of at least 100");
  }

  /** A shop has few days, most of them given in the last rows, which are read in a later chunk. */
  @Test
  void keysAreDistinctInImputationsAndInDrawsForAFile() throws IOException {
    List<String> lines =
        Tables.lines("shop,day,x", 60, i -> "s%s,%s,%s".formatted(i / 10, i % 10, i * 7 % 11));
    Path data = Files.write(folder.resolve("days.csv"), lines);
    Path model = folder.resolve("days");
    CommandRun.fittedToAny(data, model, 3, "--hidden=8 --require 'unique(shop, day)'");
    List<String> gaps = new ArrayList<>(List.of("shop,day,x", "s3,,3", "s3,,3"));
    IntStream.range(0, 6).forEach(day -> gaps.add("s2,%s,3".formatted(day)));
    IntStream.range(0, 8).forEach(day -> gaps.add("s3,%s.0,3".formatted(day)));
    Path open = Files.write(folder.resolve("open.csv"), gaps);
    CommandRun filled = CommandRun.succeeded("impute", model, open, "--draws=1000");
    List<String> rows = filled.out().lines().skip(1).toList();
    assertEquals(16_000, rows.size(), filled.errors());
    assertEquals(
        16_000, rows.stream().map(row -> row.replaceFirst("\\.0,", ",")).distinct().count());
    InputStream usual = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(open)));
    try {
      String ofFile = CommandRun.succeeded("impute", model, open).out();
      assertEquals(ofFile, CommandRun.succeeded("impute", model, "-").out());
    } finally {
      System.setIn(usual);
    }
    Path keys = Tables.file(folder, "keys.csv", "shop,day", "s3,1", "s3,2", "s3,1");
    CommandRun drawn = CommandRun.succeeded("sample", model, "--given", keys);
    drawn
        .says("1 row not suiting the columns:")
        .says("row 3, the given values of unique(shop, day)");
    assertEquals(3, drawn.out().lines().count());
    CommandRun.of("sample", model, "--given", keys, "--unsuitable=refuse")
        .fails(1, "row 3: the given values of unique(shop, day) occur already: s3, 1");
  }

  @Test
  void aColumnWithABoundIsPredictedByItsDistance() throws IOException {
    List<String> lines = Tables.lines("begin,end", 60, i -> "%s,%s".formatted(i, i + i * i % 7));
    Path data = Files.write(folder.resolve("spans.csv"), lines);
    Path target = folder.resolve("target");
    String settings =
        "--require 'begin <= end' --members=1 --layers=1 --steps=3 --flow=nice --hidden=8";
    CommandRun.succeeded("fit", data, "--out", target, settings, "--target=end");
    List<String> spans =
        column(CommandRun.succeeded("predict", target, data, "--target 'end - begin'"));
    List<String> ends = column(CommandRun.succeeded("predict", target, data));
    for (int i = 0; i < 60; i++) {
      double error = Double.parseDouble(ends.get(i)) - i - Double.parseDouble(spans.get(i));
      assertEquals(0, error, 1, "medians of row " + i + ", one of them by draws");
    }
    Path begins = Tables.file(folder, "begins.csv", "begin,end", "3,", "5,9");
    assertEquals(ends.get(3), column(CommandRun.succeeded("predict", target, begins)).get(0));
    CommandRun.of("predict", target, data, "--target=begin")
        .fails(1, "is conditioned on \"begin\"");
  }

  private static List<String> column(CommandRun predictions) {
    return predictions.out().lines().skip(1).map(line -> line.split(",", -1)[1]).toList();
  }

  @Test
  void aColumnThatFollowsFromOthersIsPredictedByDrawsOfThese() throws IOException {
    try (TableModel loaded = TableModel.load(model)) {
      Predictor sums = loaded.predict("sum").withDraws(4_000, 1);
      Prediction ofHalf = sums.given(Map.of("points", 40));
      assertEquals(Method.DRAWS, ofHalf.method());
      double celsius = loaded.predict("celsius").given(Map.of("points", 40)).median();
      assertEquals(celsius + 120, ofHalf.median(), 1, "a short fit is wide");
      assertEquals(140, sums.given(Map.of("celsius", 20, "grade", "C")).interval(0.9).low(), 1e-9);
      Expect.rejected("nor of a column that follows from them", () -> ofHalf.logProb(120));
      Map<String, Double> grades =
          loaded.predict("grade").given(Map.of("celsius", 20)).probabilities();
      Map<String, Double> levels =
          loaded.predict("level").withDraws(4_000, 1).given(Map.of("celsius", 20)).probabilities();
      assertEquals(grades.getOrDefault("C", 0.0), levels.getOrDefault("high", 0.0), 0.03);
      Map<String, Integer> others = Map.of("sum", 140, "points", 40);
      assertEquals(20, loaded.predict("celsius").given(others).median(), 1e-9);
      Expect.rejected("no column \"year\", which is always 2024", () -> loaded.predict("year"));
    }
    Path data = Tables.file(folder, "sums.csv", "points,sum", "40,140");
    CommandRun run = CommandRun.succeeded("predict", model, data, "--target=celsius");
    assertTrue(run.out().contains("\n1,20,"), run.out());
    CommandRun joint = CommandRun.succeeded("predict", model, data, "--target=celsius --target=x");
    assertTrue(joint.out().contains("\n1,20,"), joint.out());
  }

  @Test
  void missingOnesFollowFromTheirSourcesAndTellThem() throws IOException {
    Path data =
        Tables.file(
            folder,
            "gaps.csv",
            HEADER,
            ",68.00,,40,,0.5,,,",
            "20.0,,B,,2024,0.5,,,",
            ",,,,2024,,,,");
    Path filled = folder.resolve("filled.csv");
    CommandRun.succeeded("impute", model, data, "--out", filled);
    List<Map<String, String>> rows = cells(filled);
    rows.forEach(DerivedColumnsTest::assertRelated);
    assertEquals(20, Double.parseDouble(rows.get(0).get("celsius")), 1e-9);
    assertEquals("C", rows.get(0).get("grade"));
    assertEquals("68.00", rows.get(0).get("fahrenheit"));
  }

  @Test
  void signaturesByColumnsRestoreThem() throws IOException {
    Tables.drawn(model, 20).forEach(DerivedColumnsTest::assertRelated);
  }

  @Test
  void requirementsHoldInDrawsAndRowsThatBreakThemAreNamed() throws IOException {
    List<String> lines =
        Tables.lines(
            "id,begin,end,net,tax,gross",
            200,
            i ->
                "%d,%d,%d,%d,%d,%d"
                    .formatted(
                        i,
                        i * 7 % 50,
                        i * 7 % 50 + i % 9,
                        i * 13 % 60,
                        i % 20,
                        i * 13 % 60 + i % 20));
    Path data = Files.write(folder.resolve("rules.csv"), lines);
    Path ruled = folder.resolve("ruled");
    String rules =
        "--require 'unique(id)' --require 'begin <= end' --require 'net + tax = gross' --flow=nice --hidden=8";
    CommandRun.fittedToAny(data, ruled, 5, rules).prints("column end is >= begin");
    Path draws = folder.resolve("ruled.csv");
    CommandRun.succeeded("sample", ruled, "-n 100 --out", draws);
    assertEquals(lines.get(0), Files.readAllLines(draws).get(0));
    int id = 200;
    for (Map<String, String> row : cells(draws)) {
      assertEquals("" + id++, row.get("id"));
      assertTrue(Integer.parseInt(row.get("end")) >= Integer.parseInt(row.get("begin")), "" + row);
      int sum = Integer.parseInt(row.get("net")) + Integer.parseInt(row.get("tax"));
      assertEquals("" + sum, row.get("gross"));
    }
    assertEquals(300, id);
    try (TableModel loaded = TableModel.load(ruled, Execution.defaults())) {
      Set<String> both = Set.of("begin", "end - begin");
      assertEquals(both, loaded.predict("net").givenBy(columns("begin", "end")));
      assertEquals(Set.of("begin"), loaded.predict("net").givenBy(columns("begin")));
      Set<String> others = loaded.predict("begin").givenBy(columns("begin", "end", "net"));
      assertEquals(Set.of("net"), others, "the distance would tell the target");
    }
    lines.set(7, "6,9,8,1,1,2");
    Files.write(data, lines);
    CommandRun.of("fit", data, rules, "--force --out", ruled)
        .fails(1, "column begin is \"9\", column end is \"8\", but \"begin <= end\"")
        .says("row 7 (line 8)");
  }

  private static final String EMPTY = "a,note,c,count";

  private static Path emptyTable() throws IOException {
    Random random = new Random(1);
    IntFunction<String> line =
        i -> "%.3f,,%s,NA".formatted(random.nextGaussian(), random.nextBoolean() ? "x" : "y");
    return Files.write(folder.resolve("empty.csv"), Tables.lines(EMPTY, 200, line));
  }

  @Test
  void aColumnWithoutAnyValueIsEmptyInDraws() throws IOException {
    Path empty = folder.resolve("empty");
    CommandRun fit =
        CommandRun.fittedToAny(
            emptyTable(), empty, 3, "--flow=nice --hidden=8 --kind=count=integer --missing=drop");
    fit.prints("column note has no value: it is left out of the model, and empty in draws");
    List<String> draws = CommandRun.succeeded("sample", empty, "-n=5").out().lines().toList();
    assertEquals(EMPTY, draws.get(0));
    assertTrue(draws.get(1).matches("-?[0-9.]+,,[xy],"), draws.get(1));
    Path rows = Tables.file(folder, "rows.csv", EMPTY, "1,,x,", "1,new,x,5");
    List<String> scores = CommandRun.succeeded("score", empty, rows).out().lines().toList();
    assertEquals(
        scores.get(1).substring(2), scores.get(2).substring(2), "its new values say nothing");
    assertEquals(
        List.of(EMPTY, "1,,x,", "1,new,x,5"),
        CommandRun.succeeded("impute", empty, rows).out().lines().toList());
  }
}
