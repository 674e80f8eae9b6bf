package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    fit = CommandRun.fittedToAny(data, model, 600, "--hidden=32");
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
    CommandRun.succeeded("evaluate", model, rows, "--html", html, "--permutations=99 --draws=500");
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
    Path odd = Files.write(folder.resolve("odd.csv"), List.of("side,x,y", "above,,2", "left,1,"));
    CommandRun.succeeded("impute", model, odd).says("1 row with a name that no row of the fit has");
    CommandRun.of("impute", model, gaps, "--draws=2", "--keep=draw")
        .fails(2, "'draw', but there is one");
  }

  @Test
  void aMistypedColumnOfAFileIsTold() throws IOException {
    Path file = Files.write(folder.resolve("sides.csv"), List.of("sides,x", "right,1"));
    String note = "sides.csv: the model has no column \"sides\" (did you mean \"side\"?)";
    CommandRun.succeeded("predict", model, file, "--target=y").says(note);
    CommandRun.succeeded("sample", model, "--given", file).says(note);
    Path lacking = Files.write(folder.resolve("lacking.csv"), List.of("x", "1", "2"));
    String without = "lacking.csv lacks columns of the model, and predicts without them: side";
    CommandRun told = CommandRun.succeeded("predict", model, lacking, "--target=y").says(without);
    assertEquals(1, told.errors().lines().count(), told.errors());
    Path whole = Files.write(folder.resolve("whole.csv"), List.of("x,side", "1,left"));
    assertEquals("", CommandRun.succeeded("predict", model, whole, "--target=y").errors());
    Path other = Files.write(folder.resolve("other.csv"), List.of("foo", "1"));
    CommandRun.of("predict", model, other, "--target=y").fails(1, "has no column of the model");
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
  void otherModelsRefuse() throws IOException {
    Path data = Files.write(folder.resolve("plain.csv"), table(300, 0, 2));
    Path plain = folder.resolve("plain");
    CommandRun.succeeded("fit", data, "--out", plain, "--steps=20", "--members=1", "--layers=1");
    CommandRun.of("impute", plain, data).fails(1, "conditioning");
  }
}
