package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of which any cell can be given, and conditional ones whose given columns have gaps. */
@Tag("training")
class AnyConditioningTest {
  @TempDir static Path folder = Path.of("");

  private static Path model = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");

  private static List<String> table(int count, double gaps, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("side,x,y"));
    for (int i = 0; i < count; i++) {
      boolean isRight = random.nextBoolean();
      double x = (isRight ? 2 : -2) + random.nextGaussian();
      double y = x + 0.25 * random.nextGaussian();
      lines.add(
          "%s,%s,%s"
              .formatted(
                  random.nextDouble() < gaps ? "" : isRight ? "right" : "left",
                  random.nextDouble() < gaps ? "" : Double.toString(x),
                  random.nextDouble() < gaps ? "" : Double.toString(y)));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    Path data = Files.write(folder.resolve("data.csv"), table(4_000, 0.2, 1));
    model = folder.resolve("model");
    fit = CommandRun.fittedToAny(data, model, 400, "--hidden=32 --verbose");
  }

  @Test
  void theFitTellsTheLogDensityOfWholeRowsFromThatOfTheTraining() {
    Matcher result =
        Pattern.compile(
                "log-density of held-out rows (\\S+) nats a row, best step.*\\s+(\\S+) as in"
                    + " training")
            .matcher(fit.out());
    assertTrue(result.find(), fit.out());
    double whole = Double.parseDouble(result.group(1));
    assertEquals(-3.565, whole, 0.15, "the mean of the true ones of 600,000 rows");
    assertTrue(Double.parseDouble(result.group(2)) > whole + 0.2, "fewer cells count");
  }

  @Test
  void theReportTellsWholeRowsFromGivenCells() throws IOException {
    Path rows = Files.write(folder.resolve("some.csv"), table(400, 0.2, 11));
    Path html = folder.resolve("report.html");
    CommandRun.succeeded("evaluate", model, rows, "--html", html, "--draws=500");
    String page = Files.readString(html);
    assertTrue(page.contains("these are not losses of whole rows"), "below the losses");
    assertTrue(page.contains("<dt>Given</dt><dd>any cell can be given; here none is"), "header");
    assertFalse(page.contains("state of side"), "no entries of contexts");
  }

  private static List<String> written(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).toList();
  }

  private static double cell(String line, int column) {
    return Double.parseDouble(line.split(",", -1)[column]);
  }

  @Test
  void eachRowIsFilledSeveralTimes() throws IOException {
    List<String> lines = List.of("side,x,y,id", "right,,1.5,a", ",-3,-3,b", "left,-2,-2,c");
    Path gaps = Files.write(folder.resolve("few-gaps.csv"), lines);
    Path filled = folder.resolve("often-filled.csv");
    CommandRun.succeeded("impute", model, gaps, "--draws=40 --keep=id --out", filled);
    assertEquals("draw,id,side,x,y", Files.readAllLines(filled).get(0));
    List<String> rows = written(filled);
    assertEquals(120, rows.size());
    Set<String> different = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      different.add(rows.get(i).split(",", -1)[3]);
      assertTrue(rows.get(i).matches((i + 1) + ",a,right,[0-9.]+,1.5"), rows.get(i));
      assertTrue(rows.get(40 + i).matches((i + 1) + ",b,(left|right),-3,-3"), rows.get(40 + i));
      assertEquals((i + 1) + ",c,left,-2,-2", rows.get(80 + i));
    }
    assertTrue(different.size() > 30, different::toString);
    Path odd = Tables.file(folder, "odd.csv", "side,x,y", "above,,2", "left,1,");
    CommandRun.succeeded("impute", model, odd).says("2 rows, 1 with an unseen name");
    CommandRun.of("impute", model, gaps, "--draws=2 --keep=draw")
        .fails(2, "'draw', but there is one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "predict --target=y", "explain", "impute", "sample -n=2"})
  void aCommandTellsWhereItsRowsAre(String command) throws IOException {
    Path rows = Tables.file(folder, "two.csv", "side,x,y", "right,1,1.5", "left,-1,-2");
    Path out = folder.resolve("two-out.csv");
    Object input = command.startsWith("sample") ? "" : rows;
    CommandRun told = CommandRun.succeeded(command, model, input, "--force --out", out);
    told.says("2 rows written to " + out);
    assertEquals("", told.out());
    CommandRun quiet = CommandRun.succeeded(command, model, input, "--quiet --force --out", out);
    assertEquals("", quiet.out() + quiet.errors());
  }

  @Test
  void aMistypedColumnOfAFileIsTold() throws IOException {
    Path file = Tables.file(folder, "sides.csv", "sides,x", "right,1");
    String note = "sides.csv: the model has no column \"sides\" (did you mean \"side\"?)";
    CommandRun.succeeded("predict", model, file, "--target=y").says(note);
    CommandRun.succeeded("sample", model, "--given", file).says(note);
    Path lacking = Tables.file(folder, "lacking.csv", "x", "1", "2");
    String without = "lacking.csv lacks columns of the model, and predicts without them: side";
    CommandRun told = CommandRun.succeeded("predict", model, lacking, "--target=y").says(without);
    assertEquals(1, told.errors().lines().count(), told.errors());
    Path whole = Tables.file(folder, "whole.csv", "x,side", "1,left");
    assertEquals("", CommandRun.succeeded("predict", model, whole, "--target=y").errors());
    Path other = Tables.file(folder, "other.csv", "foo", "1");
    CommandRun.of("predict", model, other, "--target=y").fails(1, "has no column of the model");
    Path all = Tables.file(folder, "all.csv", "key,side,x,y", "a,right,1,1");
    CommandRun.of("impute", model, all, "--keep=Key")
        .fails(1, "all.csv has no column \"Key\" (did you mean \"key\"?); it has key, side, x, y");
    CommandRun mistyped = CommandRun.of("predict", model, file, "--target=Y");
    mistyped.fails(1, "Error: the model has no column \"Y\" (did you mean \"y\"?); it has side");
    assertFalse(mistyped.errors().contains("Note"), mistyped.errors());
  }

  @Test
  void drawsAreGivenAnyCells() throws IOException {
    Path draws = folder.resolve("given.csv");
    CommandRun.succeeded(
        "sample", model, "--given side=right --given x=3 -n 2000 --out", draws, "--force");
    double mean = 0;
    int missing = 0;
    for (String row : written(draws)) {
      assertTrue(row.startsWith("right,3,"), row);
      missing += row.endsWith(",") ? 1 : 0;
      mean += row.endsWith(",") ? 0 : cell(row, 2);
    }
    assertEquals(0.2, missing / 2_000.0, 0.05);
    assertEquals(3, mean / (2_000 - missing), 0.06);
    CommandRun.of("sample", model, "--given sides=right")
        .fails(1, "no column \"sides\" (did you mean \"side\"?); it has side, x, y");
    CommandRun.of("sample", model, "--given side=right --given x=3 --given y=3")
        .fails(1, "all columns are given");
  }

  @Test
  void otherColumnsAreKept() throws IOException {
    Path keyed =
        Tables.file(folder, "keyed.csv", "x,id,side,note,y", "2.5,k1,right,a,2.5", ",k2,left,,-2");
    Path filled = folder.resolve("keyed-filled.csv");
    CommandRun.succeeded("impute", model, keyed, "--keep note,id --out", filled);
    List<String> rows = Files.readAllLines(filled);
    assertEquals(List.of("note,id,side,x,y", "a,k1,right,2.5,2.5"), rows.subList(0, 2));
    assertTrue(rows.get(2).matches(",k2,left,-[0-9.]+,-2"), rows.get(2));
    Path explained = folder.resolve("keyed-explained.csv");
    CommandRun.succeeded("explain", model, keyed, "--keep id --out", explained);
    rows = Files.readAllLines(explained);
    assertEquals("id,side,x,y,oddest,problem", rows.get(0));
    assertTrue(rows.get(1).startsWith("k1,") && rows.get(2).startsWith("k2,"), rows.toString());
    CommandRun.of("explain", model, keyed, "--keep id,side")
        .fails(2, "other than those of the model, got side");
  }

  @Test
  void otherModelsRefuse() throws IOException {
    Path rows = Files.write(folder.resolve("few.csv"), seasons(30, 2));
    CommandRun.of("impute", ofColumns("y,colour"), rows).fails(1, "conditioning");
  }

  /** Around 4 in summer and -4 in winter, and around 0 where no season is written. */
  private static List<String> seasons(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("season,heat,y,colour"));
    for (int i = 0; i < count; i++) {
      int season = random.nextInt(3);
      String heat = random.nextBoolean() ? "" : number(10 + 2 * random.nextGaussian());
      double y = 4 * (season - 1) + 0.3 * random.nextGaussian();
      String colour = y < 2 || random.nextInt(5) == 0 ? "grey" : "red";
      String name = List.of("winter", "", "summer").get(season);
      lines.add(String.join(",", name, heat, number(y), colour));
    }
    return lines;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** The model of these columns, which is fitted once. */
  private static Path ofColumns(String columns) throws IOException {
    Path fitted = folder.resolve(columns);
    if (!Files.exists(fitted)) {
      CommandRun.succeeded(
          "fit --given=season,heat --members=1 --layers=1 --hidden=16 --steps=250",
          Files.write(folder.resolve("data.csv"), seasons(1_500, 1)),
          "--columns=" + columns,
          "--out=" + fitted);
    }
    return fitted;
  }

  /** The mean of y in draws with a condition. */
  private static double mean(Path fitted, String... given) {
    List<String> conditions = Arrays.stream(given).map("--given="::concat).toList();
    CommandRun draws = CommandRun.succeeded("sample", fitted, "-n=300", conditions);
    return draws.mean(List.of(draws.out().split("[,\n]", -1)).indexOf("y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "y,colour"})
  void theFlowLearnsWhatAGapSays(String columns) throws IOException {
    Path fitted = ofColumns(columns);
    assertEquals(4, mean(fitted, "season=summer", "heat=10"), 0.6);
    assertEquals(4, mean(fitted, "season=summer"), 0.6);
    assertEquals(-4, mean(fitted, "season=winter", "heat="), 0.6);
    assertEquals(0, mean(fitted, "season=", "heat=9"), 0.6);
    assertEquals(0, mean(fitted), 0.6);
  }

  @Test
  void everyCommandReadsRowsWithSuchGaps() throws IOException {
    String columns = "y,colour";
    Path fitted = ofColumns(columns);
    Path rows = Files.write(folder.resolve("rows.csv"), seasons(300, 2));
    CommandRun scored = CommandRun.succeeded("score", fitted, rows);
    assertEquals(301, scored.out().lines().count());
    assertTrue(!scored.out().contains("Infinity") && !scored.out().contains("NaN"), scored.out());
    List<String> odd = List.of("season,heat,y,colour", "spring,9,1,green", "summer,9,1,grey");
    Path unseen = Files.write(folder.resolve("unseen.csv"), odd);
    CommandRun counted =
        CommandRun.succeeded(
            "score", fitted, unseen, "--json --out", folder.resolve("counted.csv"));
    assertEquals(1, counted.json().path("rows_with_unseen_names").asInt(), "a row of two");
    CommandRun.succeeded("evaluate", fitted, rows, "--draws=500");
    CommandRun.succeeded("refit", fitted, rows, "--out", folder.resolve("refitted"), "--steps=5");
    Path served = folder.resolve("served");
    CommandRun.succeeded("export", fitted, served, "--warm-up", rows, "--warm-up-rows=50");
    CommandRun drawn = CommandRun.succeeded("sample", fitted, "--given", rows);
    List<String> seasons =
        drawn
            .out()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[columns.split(",").length])
            .toList();
    assertEquals(
        seasons(300, 2).stream().skip(1).map(line -> line.split(",", -1)[0]).toList(), seasons);
    CommandRun.succeeded(
        "compare --given=season,heat --flows=maf --layers=1 --hidden=8 --steps=5",
        rows,
        "--columns=" + columns);
  }

  @Test
  void aRequestMayLackAGivenColumnWithGaps() throws IOException {
    try (TableModel fitted = TableModel.load(ofColumns("y"), Execution.defaults())) {
      List<Map<String, Object>> rows =
          List.of(
              Map.of("y", 0.1, "season", "", "heat", 10),
              Map.of("y", 0.1, "heat", 10),
              Map.of("y", 4.1, "season", "summer"));
      float[] logProb = new float[3];
      for (int i = 0; i < 3; i++) {
        TableSource request = TableSources.ofMaps("request", rows.subList(i, i + 1));
        try (TableReader reader =
            TableReader.open(request, fitted.schema(), Reading.of(Missing.MODEL))) {
          logProb[i] = fitted.logProb(reader.rest())[0];
        }
      }
      assertEquals(logProb[0], logProb[1]);
      assertTrue(logProb[2] > -1.5, Arrays.toString(logProb));
    }
  }
}
