package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table with names and missing values through the commands, beside its true probabilities. */
@Tag("training")
class MixedTableTest {
  private static final int ROWS = 4_000;

  @TempDir static Path folder = Path.of("");

  private static Path data = Path.of("");
  private static Path model = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");

  /** A name, a number that depends on it, and a second number, which one name often lacks. */
  private static List<String> table(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("animal,weight,length"));
    for (int i = 0; i < count; i++) {
      int animal = random.nextInt(4) == 0 ? 1 : 0;
      double weight = 3 * animal + random.nextGaussian();
      boolean isMissing = random.nextDouble() < (animal == 1 ? 0.6 : 0.1);
      double length = weight + 0.5 * random.nextGaussian();
      lines.add(
          "%s,%.8f,%s".formatted(animal == 1 ? "ox" : "cat", weight, isMissing ? "" : length));
    }
    return lines;
  }

  private static double normal(double deviation) {
    return -0.5 * Math.log(2 * Math.PI * Math.E) - Math.log(deviation);
  }

  /** The negative entropy of a row of a kind. */
  private static double expected(double animal, double missing) {
    return Math.log(animal)
        + normal(1)
        + missing * Math.log(missing)
        + (1 - missing) * (Math.log(1 - missing) + normal(0.5));
  }

  @BeforeAll
  static void fit() throws IOException {
    data = Files.write(folder.resolve("animals.csv"), table(ROWS, 1));
    model = folder.resolve("animals");
    fit = CommandRun.succeeded("fit", data, "--out", model, "--steps", 800);
  }

  @Test
  void tellsWhichColumnsHaveMissingValues() throws IOException {
    assertTrue(fit.out().contains("animal  categorical: cat, ox"), fit.out());
    assertTrue(fit.out().contains("length  real, with missing values"), fit.out());
    assertTrue(fit.errors().isEmpty(), fit.errors());
    JsonNode columns =
        new ObjectMapper()
            .readTree(CommandRun.succeeded("describe", model, "--json").out())
            .path("columns");
    assertFalse(columns.path(1).path("missing").asBoolean(true));
    assertTrue(columns.path(2).path("missing").asBoolean());
  }

  @Test
  void rowsHaveAboutTheirTrueProbability() throws IOException {
    Path rows = Files.write(folder.resolve("new.csv"), table(3_000, 2));
    Path scores = folder.resolve("scores.csv");
    CommandRun.succeeded("score", model, rows, "--out", scores, "--force");
    double mean =
        Files.readAllLines(scores).stream()
            .skip(1)
            .mapToDouble(line -> score(line))
            .average()
            .orElseThrow();
    assertEquals(0.75 * expected(0.75, 0.1) + 0.25 * expected(0.25, 0.6), mean, 0.12);
  }

  private static double score(String line) {
    return Double.parseDouble(line.split(",", -1)[1]);
  }

  @Test
  void aNameAndAGapHaveTheirProbability() throws IOException {
    List<String> lines = List.of("animal,weight,length", "cat,0,", "ox,0,", "cat,0,0", "cat,3,3");
    Path rows = Files.write(folder.resolve("few.csv"), lines);
    Path scores = folder.resolve("few-scores.csv");
    CommandRun.succeeded("score", model, rows, "--out", scores, "--force");
    List<String> found = Files.readAllLines(scores);
    double cat = score(found.get(1));
    double ox = score(found.get(2));
    double truth = Math.log(0.75 * 0.1) - Math.log(0.25 * 0.6) + 4.5;
    assertEquals(truth, cat - ox, 0.5);
  }

  @Test
  void drawsHaveNamesAndGaps() throws IOException {
    Path draws = folder.resolve("draws.csv");
    CommandRun.succeeded("sample", model, "-n", 4_000, "--out", draws, "--force");
    List<String> lines = Files.readAllLines(draws);
    assertEquals("animal,weight,length", lines.get(0));
    List<String> oxen = lines.stream().filter(line -> line.startsWith("ox,")).toList();
    assertEquals(0.25, oxen.size() / 4_000.0, 0.03);
    double missing = oxen.stream().filter(line -> line.endsWith("NaN")).count();
    assertEquals(0.6, missing / oxen.size(), 0.07);
    assertTrue(CommandRun.succeeded("score", model, draws).out().lines().count() > 4_000);
  }

  @Test
  void isEvaluatedBesideIndependentColumns() throws IOException {
    Path rows = Files.write(folder.resolve("unseen.csv"), table(2_000, 3));
    Path report = folder.resolve("report.html");
    CommandRun run =
        CommandRun.succeeded("evaluate", model, rows, "--html", report, "--force", "--json");
    JsonNode all = new ObjectMapper().readTree(run.out());
    assertTrue(run.out().contains("length present"), run.out());
    JsonNode baseline = all.findPath("baselines").path(0);
    assertEquals("independent columns", baseline.path("name").asText(), run.out());
    double gain = baseline.path("gain").asDouble();
    assertTrue(gain > 1.2 && gain < 1.6, run.out());
    assertTrue(Files.size(report) > 10_000);
  }

  @Test
  void rowsThatDoNotSuitTheColumnsChangeNoOther() throws IOException {
    List<String> lines = new ArrayList<>(table(500, 4));
    Path whole = Files.write(folder.resolve("whole.csv"), lines);
    lines.set(100, "dog,1,1");
    lines.set(200, "ox,heavy,1");
    lines.set(300, "ox,,1");
    Path rows = Files.write(folder.resolve("unsuitable.csv"), lines);
    Path scores = folder.resolve("unsuitable-scores.csv");
    CommandRun run = CommandRun.succeeded("score", model, rows, "--out", scores, "--force");
    List<String> expected = CommandRun.succeeded("score", model, whole).out().lines().toList();
    List<String> found = Files.readAllLines(scores);
    for (int i = 0; i < found.size(); i++) {
      if (i == 100 || i == 200 || i == 300) {
        assertTrue(found.get(i).startsWith(i + ",-Infinity,0.0024"), found.get(i));
      } else {
        assertEquals(expected.get(i), found.get(i));
      }
    }
    assertTrue(run.errors().contains("500 rows"), run.errors());
    assertTrue(run.errors().contains("3 that do not suit"), run.errors());
    assertTrue(run.errors().contains("row 100, column animal: got \"dog\""), run.errors());
    assertTrue(run.errors().contains("row 200, column weight: got \"heavy\""), run.errors());
    assertTrue(run.errors().contains("row 300, column weight: the value is missing"), run.errors());
  }

  @Test
  void unknownNamesAndUnexpectedGapsEndARunWhenAsked() throws IOException {
    Path name = Files.write(folder.resolve("dog.csv"), List.of("animal,weight,length", "dog,1,1"));
    CommandRun unknown = CommandRun.of("score", model, name, "--unsuitable", "refuse");
    assertEquals(1, unknown.status());
    assertTrue(unknown.errors().contains("row 1 (line 2), column animal"), unknown.errors());
    Path gap = Files.write(folder.resolve("gap.csv"), List.of("animal,weight,length", "ox,,1"));
    CommandRun missing = CommandRun.of("score", model, gap, "--unsuitable", "refuse");
    assertEquals(1, missing.status());
    assertTrue(missing.errors().contains("column weight: the value is missing"), missing.errors());
  }

  /**
   * Of 400 rows held out, the k-th lowest has a Beta-distributed share of the population below it;
   * the 10,000 new rows are a binomial sample.
   */
  @Test
  void falseAlarmsAreAsRareAsAskedFor() throws IOException {
    int count = 10_000;
    Path rows = Files.write(folder.resolve("ordinary.csv"), table(count, 5));
    for (double rate : new double[] {0.01, 0.1}) {
      CommandRun run =
          CommandRun.succeeded(
              "score",
              model,
              rows,
              "--out",
              folder.resolve("alarms.csv"),
              "--force",
              "--json",
              "--false-alarm-rate",
              rate);
      double alarms = new ObjectMapper().readTree(run.out()).path("anomalies").asDouble() / count;
      long k = Math.round(Math.floor(rate * 401));
      BetaDistribution shares = new BetaDistribution(k, 401 - k);
      double low = shares.inverseCumulativeProbability(0.005);
      double high = shares.inverseCumulativeProbability(0.995);
      double deviation = Math.sqrt(rate * (1 - rate) / count);
      assertTrue(alarms > low - 2 * deviation && alarms < high + 2 * deviation, run.out());
    }
  }

  @Test
  void aFalseAlarmRateBelowTheHeldOutRowsIsRefused() {
    CommandRun run = CommandRun.of("score", model, data, "--false-alarm-rate", 0.001);
    assertEquals(2, run.status());
    assertTrue(run.errors().contains("0.001 is below 1/401"), run.errors());
  }

  @Test
  void flowsThatMixColumnsRefuseMissingNumbers() {
    CommandRun run = CommandRun.of("fit", data, "--out", folder.resolve("glow"), "--flow", "glow");
    assertEquals(1, run.status());
    assertTrue(
        run.errors().contains("choose neuralSplineAutoregressive, maf, realNvp or nice"),
        run.errors());
  }

  @Test
  void missingValuesCanBeDroppedOrRefusedWhereTheyAreModelled() throws IOException {
    Path rows =
        Files.write(folder.resolve("two.csv"), List.of("animal,weight,length", "ox,3,", "ox,3,3"));
    CommandRun dropped = CommandRun.succeeded("score", model, rows, "--missing", "drop");
    assertEquals(2, dropped.out().lines().filter(line -> !line.isBlank()).count(), dropped.out());
    CommandRun refused = CommandRun.of("score", model, rows, "--missing", "refuse");
    assertEquals(1, refused.status());
    assertTrue(refused.errors().contains("row 1 (line 2), column length"), refused.errors());
  }

  /** A circle, names, gaps and a condition, in a model of two members. */
  @Test
  void conditionalEnsemblesModelThemToo() throws IOException {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>(List.of("season,wind,rain"));
    for (int i = 0; i < 300; i++) {
      boolean isWinter = random.nextBoolean();
      double wind = (isWinter ? 0 : 180) + 20 * random.nextGaussian();
      String rain = random.nextBoolean() ? "" : "%.2f".formatted(random.nextGaussian());
      lines.add("%s,%.1f,%s".formatted(isWinter ? "winter" : "summer", (wind + 360) % 360, rain));
    }
    Path weather = Files.write(folder.resolve("weather.csv"), lines);
    Path fitted = folder.resolve("weather");
    CommandRun.succeeded(
        "fit",
        weather,
        "--out",
        fitted,
        "--given",
        "season",
        "--kind",
        "wind=circular:360",
        "--steps",
        150,
        "--members",
        2);
    Path draws = folder.resolve("winter.csv");
    CommandRun.succeeded(
        "sample", fitted, "-n", 500, "--given", "season=winter", "--out", draws, "--force");
    List<String> drawn = Files.readAllLines(draws);
    assertTrue(drawn.stream().skip(1).anyMatch(line -> line.contains("NaN")), "gaps are drawn");
    assertTrue(drawn.stream().skip(1).allMatch(line -> line.endsWith("winter")), "as is given");
    Path scores = folder.resolve("weather-scores.csv");
    CommandRun.succeeded("score", fitted, weather, "--out", scores, "--force");
    assertTrue(
        Files.readAllLines(scores).stream().skip(1).allMatch(line -> Double.isFinite(score(line))));
    CommandRun.succeeded("export", fitted, folder.resolve("serving"), "--warmup", weather);
  }

  @Test
  void comparesFlowsAndNamesThoseThatCannot() throws IOException {
    Path rows = Files.write(folder.resolve("fewer.csv"), table(600, 9));
    CommandRun run = CommandRun.of("compare", rows, "--flows", "glow,maf", "--steps", 60);
    assertEquals(1, run.status(), run.errors());
    assertTrue(run.out().contains("independent columns"), run.out());
    assertTrue(run.out().contains("cannot leave out missing numbers"), run.out());
  }
}
