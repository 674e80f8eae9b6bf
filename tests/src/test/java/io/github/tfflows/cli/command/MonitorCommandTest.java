package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tfflows.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of rows that have changed since the fit, and windows that have not. */
class MonitorCommandTest {
  @TempDir static Path folder;

  private static Path model = Path.of("");

  @BeforeAll
  static void fit() throws IOException {
    model = folder.resolve("model");
    Path data = Files.writeString(folder.resolve("data.csv"), "" + table(3_000, 1, 0, 0.8));
    String small = "--members=1 --flow=nice --layers=1 --hidden=8 --steps=30 --held-out=0.4";
    CommandRun.succeeded("fit", data, "--out", model, small);
  }

  /** Rows of two numbers of a correlation and a name. */
  private static StringBuilder table(int rows, long seed, double shift, double correlation) {
    Random random = new Random(seed);
    StringBuilder table = new StringBuilder("size,price,colour\n");
    for (int i = 0; i < rows; i++) {
      double size = random.nextGaussian();
      double rest = Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      String colour = random.nextInt(3) == 0 ? "red" : "blue";
      table.append(
          String.format(
              Locale.ROOT, "%.4f,%.4f,%s%n", size, correlation * size + rest + shift, colour));
    }
    return table;
  }

  private static List<String> monitored(String rows, Object... more) throws IOException {
    Path data = Files.writeString(folder.resolve("new.csv"), rows);
    CommandRun run = CommandRun.succeeded("monitor", model, data, more);
    return (run.out() + run.errors()).lines().toList();
  }

  @Test
  void aColumnThatMovesIsNamed() throws IOException {
    StringBuilder rows = table(1_000, 2, 0, 0.8);
    String moved = table(1_000, 3, 0.3, 0.8).toString();
    rows.append(moved, moved.indexOf('\n') + 1, moved.length());
    List<String> lines = monitored(rows.toString());
    assertEquals("first_row,last_row,p_value,changed,columns", lines.get(0));
    assertTrue(lines.get(1).matches("1,1000,[^,]*,0,"), lines.get(1));
    assertTrue(lines.get(2).matches("1001,2000,[^,]*,1,price"), lines.get(2));
    assertTrue(
        lines.get(3).matches("rows 1,001 to 2,000 have changed: price is higher in 5\\d of 100.*"),
        lines.get(3));
    assertEquals("2 windows, 1 changed", lines.get(4));
  }

  @Test
  void aColumnThatSpreadsIsNotCalledHigher() throws IOException {
    String rows = table(1_000, 7, 0, 0.8).toString().replaceAll("(?m)^(-?)\\d\\.", "$13.");
    List<String> lines = monitored(rows);
    assertTrue(
        lines.get(2).matches(".*: size is distributed differently, \\w+ in 5\\d of 100 pairs.*"),
        lines.get(2));
  }

  @Test
  void columnsThatChangeTogetherAloneShowByTheirStrangeness() throws IOException {
    List<String> lines = monitored(table(1_000, 4, 0, -0.8).toString());
    assertTrue(lines.get(1).matches("1,1000,[^,]*,1,"), lines.get(1));
    assertTrue(lines.get(2).contains("no column alone, but the columns together"), lines.get(2));
  }

  @Test
  void windowsWithoutAChangeAreCalledChangedAsRarelyAsAskedFor() throws IOException {
    Path out = folder.resolve("drift.csv");
    List<String> lines =
        monitored(
            table(30_000, 5, 0, 0.8).toString(),
            "--window=100 --false-alarm-rate=0.05 --json --out",
            out);
    JsonNode summary = new ObjectMapper().readTree(String.join("", lines));
    assertEquals(300, summary.get("windows").asInt());
    double share = summary.get("changed").asInt() / 300.0;
    assertTrue(share < 0.05 + 3 * Math.sqrt(0.05 * 0.95 / 300), "share " + share);
    assertTrue(share > 0.02, "share " + share);
    Predicate<String> names = Pattern.compile("0\\.0[1-4]\\d*,1,\\w+$").asPredicate();
    assertTrue(Files.readAllLines(out).stream().anyMatch(names), "columns of this rate");
  }

  @Test
  void windowsOfFewRowsAreRefused() throws IOException {
    List<String> fewest = monitored(table(99, 6, 0, 0.8).toString(), "--window=50");
    assertTrue(fewest.get(1).startsWith("1,50,"), fewest.get(1));
    assertEquals("too few to compare: the last 49 rows", fewest.get(2));
    List<String> two = monitored(table(100, 6, 0, 0.8).toString(), "--window=50");
    assertTrue(two.get(2).startsWith("51,100,"), two.get(2));
    CommandRun.of("monitor", model, "new.csv --window=10")
        .fails(2, "--window must be at least 50, got 10");
  }

  @Test
  void aWindowKeepsNoColumnsOfItsRows() throws IOException {
    Path data = Files.writeString(folder.resolve("kept.csv"), "" + table(100, 8, 0, 0.8));
    CommandRun.of("monitor", model, data, "--keep", "size").fails(2, "Unknown option");
  }
}
