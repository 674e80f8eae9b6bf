package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of which any cell can be given: {@code x = ±2 + ε} by a name, and {@code y = x + ε/4}.
 */
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
    fit = CommandRun.fittedToAny(data, model, 2_400, "--hidden=32");
  }

  /** The mean of the true log-probabilities of rows. */
  private static double expected(int count, long seed) {
    return table(count, 0.2, seed).stream()
        .skip(1)
        .mapToDouble(AnyConditioningTest::truth)
        .average()
        .orElseThrow();
  }

  @Test
  void theFitTellsTheLogDensityOfWholeRowsFromThatOfTheTraining() {
    Matcher result =
        Pattern.compile(
                "log-density of held-out rows (\\S+) nats a row, best step.*\\s+(\\S+) as in training")
            .matcher(fit.out());
    assertTrue(result.find(), fit.out());
    double whole = Double.parseDouble(result.group(1));
    assertEquals(expected(20_000, 10), whole, 0.15);
    assertTrue(Double.parseDouble(result.group(2)) > whole + 0.2, "fewer cells count");
  }

  @Test
  void aProgramIsToldBothLogDensities() throws IOException {
    Path data = Files.write(folder.resolve("small.csv"), table(300, 0.2, 4));
    Path small = folder.resolve("small");
    CommandRun run = CommandRun.fittedToAny(data, small, 20, "--hidden=8", "--json");
    JsonNode summary = run.json();
    double parts = summary.path("held_out_log_prob_in_training").asDouble();
    assertTrue(summary.path("held_out_log_prob").asDouble() < parts - 0.2, run.out());
    String described = CommandRun.succeeded("describe", small).out();
    assertTrue(described.contains("held_out_loss: " + -parts), described);
  }

  @Test
  void theReportTellsWholeRowsFromGivenCells() throws IOException {
    Path rows = Files.write(folder.resolve("some.csv"), table(400, 0.2, 11));
    Path html = folder.resolve("report.html");
    CommandRun.succeeded("evaluate", model, rows, "--html", html, "--permutations=99");
    String page = Files.readString(html);
    assertTrue(page.contains("these are not losses of whole rows"), "below the losses");
    assertTrue(page.contains("<dt>Given</dt><dd>any cell can be given; here none is"), "header");
    assertFalse(page.contains("state of side"), "no entries of contexts");
  }

  private static List<String> written(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).toList();
  }

  private static double number(String line, int column) {
    return Double.parseDouble(line.split(",", -1)[column]);
  }

  @Test
  void missingValuesAreDrawnGivenTheOthers() throws IOException {
    List<String> lines = new ArrayList<>(List.of("side,x,y"));
    for (int i = 0; i < 1_000; i++) {
      lines.add(i % 2 == 0 ? "right,,1.5" : ",-3,");
    }
    Path gaps = Files.write(folder.resolve("gaps.csv"), lines);
    Path filled = folder.resolve("filled.csv");
    CommandRun.succeeded("impute", model, gaps, "--out", filled, "--force");
    List<String> rows = written(filled);
    double mean = 0;
    double square = 0;
    int left = 0;
    int near = 0;
    for (int i = 0; i < 1_000; i += 2) {
      assertTrue(rows.get(i).startsWith("right,") && rows.get(i).endsWith(",1.5"), rows.get(i));
      mean += number(rows.get(i), 1) / 500;
      square += Math.pow(number(rows.get(i), 1), 2) / 500;
      left += rows.get(i + 1).startsWith("left,") ? 1 : 0;
      near += Math.abs(number(rows.get(i + 1), 2) + 3) < 1 ? 1 : 0;
    }
    // x given the side and y is normal with mean 2 + (y - 2) / 1.0625, deviation 0.2425.
    assertEquals(2 - 0.5 / 1.0625, mean, 0.08);
    assertEquals(0.2425, Math.sqrt(square - mean * mean), 0.08);
    assertTrue(near > 495, "of 500 values of y within four deviations of x: " + near);
    assertTrue(left > 495, "of 500 rows with x = -3, on the left: " + left);
  }

  @Test
  void eachRowIsFilledSeveralTimes() throws IOException {
    List<String> lines = List.of("side,x,y,id", "right,,1.5,a", ",-3,-3,b", "left,-2,-2,c");
    Path gaps = Files.write(folder.resolve("few-gaps.csv"), lines);
    Path filled = folder.resolve("often-filled.csv");
    CommandRun.succeeded("impute", model, gaps, "--draws=40", "--keep=id", "--out", filled);
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
    CommandRun.of("impute", model, gaps, "--draws=2", "--keep=draw")
        .fails(2, "'draw', but there is one");
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
      mean += row.endsWith(",") ? 0 : number(row, 2);
    }
    assertEquals(0.2, missing / 2_000.0, 0.05);
    assertEquals(3, mean / (2_000 - missing), 0.06);
    CommandRun.of("sample", model, "--given", "sides=right")
        .fails(1, "no column \"sides\" (did you mean \"side\"?); it has side, x, y");
    CommandRun.of("sample", model, "--given", "side=right", "--given", "x=3", "--given", "y=3")
        .fails(1, "all columns are given");
  }

  @Test
  void drawsAreGivenTheRowsOfAFile() throws IOException {
    Path given =
        Files.write(
            folder.resolve("y.csv"), List.of("y,id,side", "-3,1,left", "3,2,", "3,3,right"));
    Path draws = folder.resolve("given-rows.csv");
    CommandRun.succeeded("sample", model, "--given", given, "-n", 300, "--out", draws, "--force");
    List<String> rows = written(draws);
    assertEquals(900, rows.size());
    for (int i = 0; i < 900; i++) {
      String side = List.of("left,", ",", "right,").get(i / 300);
      assertTrue(rows.get(i).startsWith(side) && rows.get(i).endsWith(i < 300 ? ",-3" : ",3"));
    }
    double mean =
        rows.subList(600, 900).stream()
            .filter(row -> !row.split(",", -1)[1].isEmpty())
            .mapToDouble(row -> number(row, 1))
            .average()
            .orElseThrow();
    assertEquals(2 + 1 / 1.0625, mean, 0.1);
  }

  @Test
  void theOddCellIsNamed() throws IOException {
    List<String> lines = new ArrayList<>(table(300, 0, 5));
    for (int i = 1; i <= 100; i++) {
      String[] cells = lines.get(i).split(",", -1);
      lines.set(i, cells[0] + "," + cells[1] + "," + (Double.parseDouble(cells[2]) + 4));
      String[] other = lines.get(100 + i).split(",", -1);
      double far = Math.signum(Double.parseDouble(other[1])) * 3.5;
      lines.set(100 + i, (far > 0 ? "left" : "right") + "," + far + "," + far);
    }
    Path odd = Files.write(folder.resolve("odd.csv"), lines);
    Path explained = folder.resolve("explained.csv");
    CommandRun.succeeded("explain", model, odd, "--out", explained, "--force");
    List<String> rows = written(explained);
    long pairs = rows.subList(0, 100).stream().filter(row -> !row.endsWith(",side,")).count();
    long sides = rows.subList(100, 200).stream().filter(row -> row.endsWith(",side,")).count();
    assertTrue(pairs >= 95, "y or x, which disagree: " + pairs);
    assertTrue(sides >= 95, "the side, which disagrees with both: " + sides);
    assertTrue(number(rows.get(0), 3) < -8, "y is off by 16 deviations: " + rows.get(0));
  }

  @Test
  void otherColumnsAreKept() throws IOException {
    Path keyed =
        Files.write(
            folder.resolve("keyed.csv"),
            List.of("x,id,side,note,y", "2.5,k1,right,a,2.5", ",k2,left,,-2"));
    Path filled = folder.resolve("keyed-filled.csv");
    CommandRun.succeeded("impute", model, keyed, "--keep", "note,id", "--out", filled);
    List<String> rows = Files.readAllLines(filled);
    assertEquals(List.of("note,id,side,x,y", "a,k1,right,2.5,2.5"), rows.subList(0, 2));
    assertTrue(rows.get(2).matches(",k2,left,-[0-9.]+,-2"), rows.get(2));
    Path explained = folder.resolve("keyed-explained.csv");
    CommandRun.succeeded("explain", model, keyed, "--keep", "id", "--out", explained);
    rows = Files.readAllLines(explained);
    assertEquals("id,side,x,y,oddest,problem", rows.get(0));
    assertTrue(rows.get(1).startsWith("k1,") && rows.get(2).startsWith("k2,"), rows.toString());
    CommandRun.of("explain", model, keyed, "--keep", "id,side")
        .fails(2, "other than those of the model, got side");
  }

  @Test
  void wholeRowsAreScoredDrawnAndEvaluated() throws IOException {
    Path rows = Files.write(folder.resolve("rows.csv"), table(2_000, 0.2, 9));
    Path scores = folder.resolve("scores.csv");
    CommandRun.succeeded("score", model, rows, "--out", scores, "--force");
    double mean =
        written(scores).stream().mapToDouble(row -> number(row, 1)).average().orElseThrow();
    assertEquals(expected(2_000, 9), mean, 0.1);
    Path draws = folder.resolve("draws.csv");
    CommandRun.succeeded("sample", model, "-n", 2_000, "--out", draws, "--force");
    double right = written(draws).stream().filter(row -> row.startsWith("right")).count();
    assertEquals(0.4, right / 2_000, 0.05);
    CommandRun report = CommandRun.succeeded("evaluate", model, rows, "--permutations=99");
    report.prints("independent columns");
  }

  /** The true log-probability of the cells of a row, gaps included. */
  private static double truth(String line) {
    List<String> cells = List.of(line.split(",", -1));
    double bits = 0;
    for (String cell : cells) {
      bits += Math.log(cell.isEmpty() ? 0.2 : 0.8);
    }
    double probability = 0;
    for (String side : List.of("left", "right")) {
      if (cells.get(0).isEmpty() || cells.get(0).equals(side)) {
        probability += 0.5 * density(side.equals("left") ? -2 : 2, cells.get(1), cells.get(2));
      }
    }
    return bits + Math.log(probability);
  }

  private static double density(double center, String x, String y) {
    double first = x.isEmpty() ? 1 : normal(Double.parseDouble(x) - center, 1);
    if (y.isEmpty()) {
      return first;
    }
    double second = Double.parseDouble(y);
    return x.isEmpty()
        ? normal(second - center, Math.hypot(1, 0.25))
        : first * normal(second - Double.parseDouble(x), 0.25);
  }

  private static double normal(double x, double deviation) {
    double z = x / deviation;
    return Math.exp(-0.5 * z * z) / deviation / Math.sqrt(2 * Math.PI);
  }

  @Test
  void isExportedWithRequestsForWholeRows() throws IOException {
    Path rows = Files.write(folder.resolve("few.csv"), table(20, 0.2, 3));
    CommandRun.succeeded("export", model, folder.resolve("serving"), "--warm-up", rows);
  }

  @Test
  void otherModelsRefuse() throws IOException {
    Path data = Files.write(folder.resolve("plain.csv"), table(300, 0, 2));
    Path plain = folder.resolve("plain");
    CommandRun.succeeded("fit", data, "--out", plain, "--steps=20", "--members=1", "--layers=1");
    CommandRun.of("impute", plain, data).fails(1, "conditioning");
  }
}
