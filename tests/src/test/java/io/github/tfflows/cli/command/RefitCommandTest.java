package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of a circle, names, dates and gaps, given a name, is fitted and trained further. */
@Tag("training")
class RefitCommandTest {
  @TempDir static Path folder = Path.of("");

  private static Path table(String name, int count, double warmth, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("season,wind,rain,day,sky"));
    for (int i = 0; i < count; i++) {
      boolean isWinter = random.nextBoolean();
      double wind = (isWinter ? 0 : 180) + 20 * random.nextGaussian();
      String rain = random.nextInt(3) == 0 ? "" : "%.2f".formatted(warmth + random.nextGaussian());
      lines.add(
          "%s,%.3f,%s,2024-%02d-%02d,%s"
              .formatted(
                  isWinter ? "winter" : "summer",
                  (wind + 360) % 360,
                  rain,
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextInt(3) == 0 ? "grey" : "blue"));
    }
    return Files.write(folder.resolve(name), lines);
  }

  /** The model of 400 rows, which is fitted once. */
  private static Path model(String conditioning) throws IOException {
    Path model = folder.resolve("model-" + conditioning);
    if (!Files.exists(model)) {
      fit(data(), conditioning, model);
    }
    return model;
  }

  private static Path data() throws IOException {
    return table("data.csv", 400, 0, 1);
  }

  private static void fit(Path data, String conditioning, Path model) {
    CommandRun.succeeded(
        "fit",
        data,
        "--kind wind=circular:360 --layers 1 --hidden 16 --out",
        model,
        conditioning.equals("given")
            ? "--given season --members 2 --steps 20"
            : "--members 1 --steps 150 --conditioning " + conditioning);
  }

  private static double mean(Path model, Path rows) {
    return CommandRun.succeeded("score", model, rows).mean(1);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"none", "any"})
  void withoutAStepOtherModelsStayAsTheyAre(String conditioning) throws IOException {
    withoutAStepTheModelStaysAsItIs(conditioning);
  }

  @ParameterizedTest
  @ValueSource(strings = "given")
  void withoutAStepTheModelStaysAsItIs(String conditioning) throws IOException {
    Path data = data();
    Path model = model(conditioning);
    Path again = folder.resolve("again-" + conditioning);
    CommandRun.succeeded("refit", model, data, "-o", again, "--steps 1 --learning-rate 1e-30");
    assertEquals(
        CommandRun.succeeded("score", model, data).out().lines().map(this::logDensity).toList(),
        CommandRun.succeeded("score", again, data).out().lines().map(this::logDensity).toList());
    assertTrue(CommandRun.succeeded("describe", again).out().contains("circular:360"));
  }

  /** The p-value is that of other rows held out. */
  private String logDensity(String line) {
    return line.split(",", -1)[1];
  }

  @Test
  void followsTheNewRows() throws IOException {
    Path model = model("none");
    Path newer = table("newer.csv", 1_500, 2, 2);
    Path again = folder.resolve("again");
    CommandRun run = CommandRun.succeeded("refit", model, newer, "--out", again, "--steps 300");
    run.prints("from the weights of the model");
    Path unseen = table("unseen.csv", 1_000, 2, 3);
    double gain = mean(again, unseen) - mean(model, unseen);
    assertTrue(gain > 0.5, "of rain that is two deviations off in two thirds of the rows: " + gain);
  }

  @Test
  void refusesTheModelItselfAndRowsOfOtherColumns() throws IOException {
    Path data = data();
    Path model = model("none");
    CommandRun.of("refit", model, data, "--out", model, "--force").fails(1, "input");
    Path other = Tables.file(folder, "other.csv", "season,wind", "winter,1");
    CommandRun.of("refit", model, other, "--out", folder.resolve("no"))
        .fails(1, "other.csv lacks the columns rain, day, sky; it has season, wind");
  }
}
