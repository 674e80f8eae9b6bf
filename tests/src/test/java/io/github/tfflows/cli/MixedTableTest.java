package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

  @BeforeAll
  static void fit() throws IOException {
    data = Files.write(folder.resolve("animals.csv"), table(ROWS, 1));
    model = folder.resolve("animals");
    fit =
        CommandRun.succeeded(
            "fit", data, "--out", model, "--steps=300 --layers=1 --hidden=32 --members=1");
  }

  @Test
  void tellsWhichColumnsHaveMissingValues() throws IOException {
    fit.prints("animal  categorical: cat, ox");
    fit.prints("length  real, with missing values");
    assertTrue(fit.errors().isEmpty(), fit.errors());
    JsonNode columns = CommandRun.succeeded("describe", model, "--json").json().path("columns");
    assertFalse(columns.path(1).path("missing").asBoolean(true));
    assertTrue(columns.path(2).path("missing").asBoolean());
  }

  private static double score(String line) {
    return Double.parseDouble(line.split(",", -1)[1]);
  }

  @Test
  void isEvaluatedBesideIndependentColumns() throws IOException {
    Path rows = Files.write(folder.resolve("unseen.csv"), table(1_000, 3));
    Path report = folder.resolve("report.html");
    CommandRun run =
        CommandRun.succeeded("evaluate", model, rows, "--html", report, "--json --draws=200");
    JsonNode all = run.json();
    run.prints("length present");
    JsonNode baseline = all.findPath("baselines").path(0);
    assertEquals("independent columns", baseline.path("name").asText(), run.out());
    double gain = baseline.path("gain").asDouble();
    assertTrue(gain > 1.2 && gain < 1.6, run.out());
    assertTrue(Files.size(report) > 10_000);
  }

  @Test
  @Tag("slow")
  void drawsAreEvaluatedAsSyntheticData() throws IOException {
    Path rows = Files.write(folder.resolve("unseen2.csv"), table(2_000, 4));
    Path report = folder.resolve("synthetic.html");
    CommandRun run =
        CommandRun.succeeded(
            "evaluate", model, rows, "--train", data, "--target animal --html", report);
    run.prints("AUROC of animal by a forest of them");
    run.prints("share closer to 1,000 training than unseen rows");
    String page = Files.readString(report);
    assertTrue(page.contains("<h2>Draws as synthetic data</h2>"));
    assertTrue(page.contains("<td class=\"words\">TVComplement</td>"));
    JsonNode all =
        CommandRun.succeeded("evaluate", model, rows, "--target length --json")
            .json()
            .path("synthetic_data");
    assertEquals(1_000, all.path("rows").asInt());
    JsonNode draws = all.path("draws");
    assertTrue(draws.path("overall").asDouble() > 0.9, draws::toString);
    assertEquals("KSComplement", draws.path("columns").path(1).path("metric").asText());
    assertTrue(all.path("real_rows").path("column_shapes").asDouble() > 0.93, all::toString);
    assertEquals(0.5, all.path("classifier").path("real_rows").asDouble(), 0.08);
    assertTrue(all.path("classifier").path("draws").asDouble() < 0.7, all::toString);
    assertFalse(all.path("closest_row").path("among_training_rows").asBoolean());
    assertFalse(all.has("closer_to_training"), "no training rows were given");
    assertEquals("R²", all.path("target").path("measure").asText());
    assertTrue(all.path("target").path("draws").asDouble() > 0.7, all::toString);
  }

  @Test
  void strangenessRanksLabelledAnomalies() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : table(400, 5)) {
      lines.add(line + (lines.isEmpty() ? ",odd" : ",0"));
    }
    for (int i = 0; i < 40; i++) {
      lines.add("cat,%d,%d,1".formatted(12 + i, -20 - i));
    }
    lines.add("dog,0,0,1");
    Path rows = Files.write(folder.resolve("odd.csv"), lines);
    Path report = folder.resolve("odd.html");
    String few = "--label=odd --json --draws=200 --html";
    JsonNode all = CommandRun.succeeded("evaluate", model, rows, few, report).json();
    assertTrue(Files.readString(report).contains("the AUROC of the strangeness is"));
    assertEquals(200, all.path("rows").asInt(), "half of the rows that are not anomalies");
    JsonNode anomalies = all.path("anomalies");
    assertEquals("1", anomalies.path("label").asText());
    assertEquals(41, anomalies.path("count").asInt(), "with an unseen name");
    assertEquals(400, anomalies.path("other_rows").asInt());
    assertEquals(1, anomalies.path("auroc").asDouble(), 0.01);
    List<String> named =
        lines.stream()
            .map(line -> line.replaceFirst(",0$", ",a").replaceFirst(",1$", ",b"))
            .toList();
    Path words = Files.write(folder.resolve("named.csv"), named);
    String rare = CommandRun.succeeded("evaluate", model, words, few.replace("--html", "")).out();
    assertTrue(rare.contains("\"label\" : \"b\""), rare);
    Path three =
        Tables.file(
            folder, "three.csv", "animal,weight,length,odd", "cat,1,1,a", "cat,1,1,b", "cat,1,1,c");
    CommandRun.of("evaluate", model, three, "--label odd")
        .fails(1, "expected two different labels, got 3: a, b, c");
  }

  @Test
  void targetsAndLabelsAreCheckedBeforeAnyWork() {
    CommandRun.of("evaluate", model, data, "--target colour")
        .fails(2, "animal, weight, length; got colour");
    CommandRun.of("evaluate", model, data, "--label animal")
        .fails(2, "--label must not be a column of the model");
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
      if (i == 200 || i == 300) {
        String[] cells = found.get(i).split(",", -1);
        assertEquals("-Infinity", cells[1], found.get(i));
        double usual = Double.parseDouble(expected.get(i).split(",", -1)[2]);
        assertTrue(Double.parseDouble(cells[2]) > usual + 2, found.get(i) + expected.get(i));
      } else if (i == 100) {
        double unseen = Math.log(0.5 / (ROWS + 1)); // no name occurred once
        assertEquals(unseen - 2.5, score(found.get(i)), 2.5, found.get(i));
      } else {
        assertEquals(expected.get(i), found.get(i));
      }
    }
    double mean =
        found.stream()
            .skip(1)
            .mapToDouble(MixedTableTest::score)
            .filter(Double::isFinite)
            .average()
            .orElseThrow();
    run.says("500 rows written to ");
    run.says(
        String.format(
            Locale.ROOT, "mean log-density %.4f nats a row, 1 with an unseen name", mean));
    run.says("2 rows not suiting the columns");
    run.says("row 200 (line 201), column weight: got \"heavy\"");
    run.says("row 300 (line 301), column weight: the value is missing");
  }

  @Test
  void unknownNamesAndUnexpectedGapsEndARunWhenAsked() throws IOException {
    Path name = Tables.file(folder, "dog.csv", "animal,weight,length", "dog,1,1");
    CommandRun reported = CommandRun.succeeded("score", model, name, "--unseen refuse");
    reported.says("row 1 (line 2), column animal: got \"dog\", expected one of cat, ox");
    CommandRun.of("score", model, name, "--unseen refuse --unsuitable refuse")
        .fails(1, "row 1 (line 2), column animal");
    Path gap = Tables.file(folder, "gap.csv", "animal,weight,length", "ox,,1");
    CommandRun.of("score", model, gap, "--unsuitable refuse")
        .fails(1, "column weight: the value is missing");
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
              "--force --json --false-alarm-rate",
              rate);
      double alarms = run.json().path("anomalies").asDouble() / count;
      long k = Math.round(Math.floor(rate * 401));
      BetaDistribution shares = new BetaDistribution(k, 401 - k);
      double low = shares.inverseCumulativeProbability(0.005);
      double high = shares.inverseCumulativeProbability(0.995);
      double deviation = Math.sqrt(rate * (1 - rate) / count);
      assertTrue(alarms > low - 2 * deviation && alarms < high + 2 * deviation, run.out());
    }
  }

  @Test
  void impossibleRatesAndFlowsAreRefused() {
    CommandRun.of("score", model, data, "--false-alarm-rate 0.001")
        .fails(2, "0.001 is below 1/401");
    CommandRun.succeeded("score", model, data, "--false-alarm-rate 0.002495");
    CommandRun.of("fit", data, "--out", folder.resolve("glow"), "--flow glow")
        .fails(1, "choose neuralSplineAutoregressive, maf, realNvp or nice");
  }

  @Test
  void aRowWithTwoUnseenNamesCountsOnce() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,x"));
    for (String row : List.of("p,p,1", "p,q,2", "q,p,2", "q,q,3")) {
      lines.addAll(Collections.nCopies(20, row));
    }
    Path rows = Files.write(folder.resolve("names.csv"), lines);
    Path two = folder.resolve("names");
    CommandRun.succeeded("fit", rows, "--out", two, "--steps=1 --layers=1 --hidden=8 --members=1");
    Path unseen = Tables.file(folder, "new.csv", "a,b,x", "r,s,1", "p,s,1", "p,q,1");
    CommandRun.succeeded("score", two, unseen).says(", 2 with an unseen name");
  }

  @Test
  void aWindowWithFewerGapsIsNamed() throws IOException {
    List<String> filled =
        table(1_000, 6).stream().map(line -> line.replaceFirst(",(.*),$", ",$1,$1")).toList();
    Path rows = Files.write(folder.resolve("filled.csv"), filled);
    String said = CommandRun.succeeded("monitor", model, rows).errors();
    assertTrue(said.matches("(?s).*length[^;]*, 0\\.0 % missing, 2\\d\\.\\d % before.*"), said);
  }

  @Test
  void missingValuesCanBeDroppedOrRefusedWhereTheyAreModelled() throws IOException {
    Path rows = Tables.file(folder, "two.csv", "animal,weight,length", "ox,3,", "ox,3,3");
    CommandRun dropped = CommandRun.succeeded("score", model, rows, "--missing drop");
    assertEquals(2, dropped.out().lines().filter(line -> !line.isBlank()).count(), dropped.out());
    CommandRun.of("score", model, rows, "--missing refuse")
        .fails(1, "row 1 (line 2), column length");
  }

  @Test
  void comparesFlowsAndNamesThoseThatCannot() throws IOException {
    Path rows = Files.write(folder.resolve("fewer.csv"), table(600, 9));
    CommandRun run = CommandRun.of("compare", rows, "--flows glow,maf --steps=20 --layers=1");
    assertEquals(1, run.status(), run.errors());
    run.prints("independent columns");
    run.prints("cannot leave out missing numbers");
  }

  private static final int NAMES = 8_000;
  private static final int NEW = 10_000;

  /**
   * Names of which the k-th and all after it have the probability {@code k^-tail}, and a number.
   */
  private static Path named(String file, double tail, int count, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("name,x"));
    for (int i = 0; i < count; i++) {
      long rank = (long) Math.pow(1 - random.nextDouble(), -1 / tail);
      double x = rank % 3 + random.nextGaussian();
      lines.add(String.format(Locale.ROOT, "n%d,%.6f", rank, x));
    }
    return Files.write(folder.resolve(file), lines);
  }

  private static Path fitted(String name, double tail) throws IOException {
    Path model = folder.resolve(name);
    Path data = named(name + ".csv", tail, NAMES, 1);
    CommandRun.succeeded(
        "fit", data, "--out", model, "--steps=100 --members=1 --layers=1 --hidden=32");
    return model;
  }

  private static JsonNode summary(Object... words) throws IOException {
    Path scores = folder.resolve("scores.csv");
    String rate = "--force --json --false-alarm-rate 0.01";
    return CommandRun.succeeded("score", words, "--out", scores, rate).json();
  }

  @Test
  void alarmsAreAsRareAsAskedForWhereNamesAreMoreThanHaveOutcomes() throws IOException {
    assertAlarmsAreAsRareAsAskedFor("pooled", 0.35);
  }

  @Test
  @Tag("slow")
  void alarmsAreAsRareAsAskedForWhereNamesAreFew() throws IOException {
    assertAlarmsAreAsRareAsAskedFor("few", 0.8);
  }

  private static void assertAlarmsAreAsRareAsAskedFor(String name, double tail) throws IOException {
    Path model = fitted(name, tail);
    Path rows = named(name + "-new.csv", tail, NEW, 2);
    JsonNode summary = summary(model, rows);
    JsonNode refused = summary(model, rows, "--unseen", "refuse");

    long unseen = summary.path("rows_with_unseen_names").asLong();
    assertTrue(unseen > 0.01 * NEW, "more than the alarms: " + unseen);
    assertEquals(0, summary.path("unsuitable_rows").asInt());
    assertEquals(unseen, refused.path("unsuitable_rows").asLong());
    assertTrue(refused.path("anomalies").asLong() >= unseen);
    Path some = named(name + "-some.csv", tail, 400, 3);
    Path report = folder.resolve(name + ".html");
    CommandRun.succeeded("evaluate", model, some, "--html", report, "--draws 500");
    CommandRun.of("evaluate", model, some, "--unseen refuse --draws 500")
        .says("column name: got \"n");
    // Of as many new rows, and of the 1,600 that the fit held out: three standard deviations.
    double band = 3 * Math.sqrt(0.01 * 0.99 * (1.0 / NEW + 1 / (0.2 * NAMES)));
    assertEquals(0.01, summary.path("anomalies").asDouble() / NEW, band);
  }
}
