package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.TableModel;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional models whose given columns have gaps, which say something about the row. */
@Tag("training")
class GivenGapsTest {
  @TempDir static Path folder = Path.of("");

  /** Around 4 in summer and -4 in winter, and around 0 where no season is written. */
  private static List<String> table(int count, long seed) {
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
  private static Path model(String columns) throws IOException {
    Path model = folder.resolve(columns);
    if (!Files.exists(model)) {
      CommandRun.succeeded(
          "fit",
          Files.write(folder.resolve("data.csv"), table(1_500, 1)),
          "--given=season,heat",
          "--columns=" + columns,
          "--out=" + model,
          "--members=1 --layers=1 --hidden=16 --steps=400");
    }
    return model;
  }

  /** The mean of y in draws with a condition. */
  private static double mean(Path model, String... given) {
    List<String> conditions = Arrays.stream(given).map("--given="::concat).toList();
    CommandRun draws = CommandRun.succeeded("sample", model, "-n=300", conditions);
    return draws.mean(List.of(draws.out().split("[,\n]", -1)).indexOf("y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "y,colour"})
  void theFlowLearnsWhatAGapSays(String columns) throws IOException {
    Path model = model(columns);
    assertEquals(4, mean(model, "season=summer", "heat=10"), 0.6);
    assertEquals(4, mean(model, "season=summer"), 0.6);
    assertEquals(-4, mean(model, "season=winter", "heat="), 0.6);
    assertEquals(0, mean(model, "season=", "heat=9"), 0.6);
    assertEquals(0, mean(model), 0.6);
  }

  @Test
  void everyCommandReadsRowsWithSuchGaps() throws IOException {
    String columns = "y,colour";
    Path model = model(columns);
    Path rows = Files.write(folder.resolve("rows.csv"), table(300, 2));
    CommandRun scored = CommandRun.succeeded("score", model, rows);
    assertEquals(301, scored.out().lines().count());
    assertTrue(!scored.out().contains("Infinity") && !scored.out().contains("NaN"), scored.out());
    CommandRun.succeeded("evaluate", model, rows, "--permutations=99 --draws=500");
    CommandRun.succeeded("refit", model, rows, "--out", folder.resolve("refitted"), "--steps=5");
    Path served = folder.resolve("served");
    CommandRun.succeeded("export", model, served, "--warm-up", rows, "--warm-up-rows=50");
    CommandRun drawn = CommandRun.succeeded("sample", model, "--given", rows);
    List<String> seasons =
        drawn
            .out()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[columns.split(",").length])
            .toList();
    assertEquals(
        table(300, 2).stream().skip(1).map(line -> line.split(",", -1)[0]).toList(), seasons);
    CommandRun.succeeded(
        "compare",
        rows,
        "--given=season,heat",
        "--columns=" + columns,
        "--flows=maf --layers=1 --hidden=8 --steps=5");
  }

  @Test
  void aRequestMayLackAGivenColumnWithGaps() throws IOException {
    try (TableModel model = TableModel.load(model("y"), Execution.defaults())) {
      List<Map<String, Object>> rows =
          List.of(
              Map.of("y", 0.1, "season", "", "heat", 10),
              Map.of("y", 0.1, "heat", 10),
              Map.of("y", 4.1, "season", "summer"));
      float[] logProb = new float[3];
      for (int i = 0; i < 3; i++) {
        TableSource request = TableSources.ofMaps("request", rows.subList(i, i + 1));
        try (TableReader reader =
            TableReader.open(request, model.schema(), Reading.of(Missing.MODEL))) {
          logProb[i] = model.logProb(reader.rest())[0];
        }
      }
      assertEquals(logProb[0], logProb[1]);
      assertTrue(logProb[2] > -1.5, Arrays.toString(logProb));
    }
  }
}
