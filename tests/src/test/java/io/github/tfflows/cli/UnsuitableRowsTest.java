package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of which a few rows do not suit the columns of a model. */
@Tag("training")
class UnsuitableRowsTest {
  @TempDir static Path folder = Path.of("");

  /** Rows without gaps. */
  private static List<String> table(int count) {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("city,x,y"));
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      double y = x + random.nextGaussian();
      lines.add("%s,%s,%s".formatted(x + y > 0 ? "A" : "B", x, y));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    List<String> lines = table(300);
    Path data = Files.write(folder.resolve("data.csv"), lines);
    CommandRun.fittedToAny(data, folder.resolve("m"), 20, "--flow=nice --hidden=8");
    lines.set(1, "A,light,1");
    lines.set(50, "A,heavy,1");
    lines.set(200, "A,1e39,1");
    Files.write(folder.resolve("odd.csv"), lines);
    Files.createDirectory(folder.resolve("given"));
    List<String> cells = lines.stream().map(line -> line.replaceFirst(",[^,]*$", "")).toList();
    Files.write(folder.resolve("given/odd.csv"), cells);
  }

  private static CommandRun run(String command, String... more) {
    return CommandRun.of(command.replace("@", folder + "/"), more);
  }

  private static void saysWhichRows(CommandRun run) {
    assertEquals(0, run.status(), run.errors());
    run.says("odd.csv: 3 rows not suiting the columns:");
    run.says("row 1 (line 2), column x: got \"light\"");
    run.says("row 50 (line 51), column x: got \"heavy\"");
    run.says("row 200 (line 201), column x: got \"1.0E39\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score @m @odd.csv",
        "explain @m @odd.csv",
        "impute @m @odd.csv",
        "sample @m --given @given/odd.csv",
        "evaluate @m @odd.csv --draws 500 --json",
        "refit @m @odd.csv --steps 5 --force --out @refitted --json",
        "export @m @served --force --warm-up-rows 250 --warm-up @odd.csv"
      })
  void theOtherRowsGoOnUnlessTheyAreRefused(String command) throws IOException {
    CommandRun run = run(command);
    saysWhichRows(run);
    if (command.endsWith("--json")) {
      countsThem(run);
    }
    run(command, "--unsuitable", "refuse").fails(1, "row 1 (line 2), column x");
  }

  @Test
  void baselinesNeedARowThatSuits() throws IOException {
    Tables.file(folder, "train.csv", "city,x,y", "A,light,1", "B,heavy,1");
    run("evaluate @m @data.csv --draws 500 --train @train.csv")
        .fails(1, "train.csv has no row that suits the columns of the model");
  }

  @Test
  void explainWritesTheReasonAndTheOthersUnchanged() throws IOException {
    List<String> lines = run("explain @m @odd.csv").out().lines().toList();
    List<String> whole = run("explain @m @data.csv").out().lines().toList();
    assertEquals(301, lines.size());
    for (int row = 1; row <= 300; row++) {
      if (List.of(1, 50, 200).contains(row)) {
        assertTrue(lines.get(row).startsWith(row + ",,,,,"), lines.get(row));
        assertTrue(lines.get(row).contains("expected"), lines.get(row));
      } else {
        assertEquals(whole.get(row), lines.get(row));
      }
    }
  }

  @Test
  void imputeLeavesThemOut() {
    assertEquals(298, run("impute @m @odd.csv").out().lines().count());
  }

  private static void countsThem(CommandRun run) throws IOException {
    JsonNode summary = run.json();
    assertEquals(3, summary.get("unsuitable_rows").asInt());
    assertEquals(0, summary.get("dropped_rows").asInt());
    assertEquals(3, summary.get("problems").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score @m @gaps.csv",
        "explain @m @gaps.csv",
        "compare @gaps.csv --flows maf --steps 5 --layers 1",
        "refit @m @gaps.csv --steps 5 --force --out @refitted",
        "export @m @served --force --warm-up @gaps.csv --warm-up-rows 300",
      })
  void droppedRowsAreCounted(String command) throws IOException {
    List<String> lines = table(300);
    for (int i = 1; i <= 300; i++) {
      lines.set(i, i % 5 == 0 ? lines.get(i) : lines.get(i).replaceFirst(",[^,]*,", ",,"));
    }
    Files.write(folder.resolve("gaps.csv"), lines);
    CommandRun run = run(command, "--missing", "drop");
    assertFalse(run.status() == 70, run.errors());
    String all = run.out() + run.errors();
    assertTrue(all.contains("240 ") && all.contains("left out for a missing value"), all);
  }

  @Test
  void aRequestToWarmUpWithHasTheRowsThatSuit() throws IOException {
    run("export @m @warm --force --warm-up-rows 1 --warm-up @odd.csv");
    CompiledDistribution.load(folder.resolve("warm/1")).close();
    assertTrue(Files.exists(folder.resolve("warm/1/assets.extra/tf_serving_warmup_requests")));
  }
}
