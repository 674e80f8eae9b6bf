package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New rows have names that the fit has not seen, as often as its own rows have names alone. */
@Tag("training")
class UnseenNamesTest {
  private static final int ROWS = 8_000;
  private static final int NEW = 10_000;

  @TempDir static Path folder = Path.of("");

  /**
   * Names of which the k-th and all after it have the probability {@code k^-tail}, and a number.
   */
  private static Path table(String file, double tail, int count, long seed) throws IOException {
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
    Path data = table(name + ".csv", tail, ROWS, 1);
    CommandRun.succeeded(
        "fit", data, "--out", model, "--steps=100", "--members=1", "--layers=1", "--hidden=32");
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
    Path rows = table(name + "-new.csv", tail, NEW, 2);
    JsonNode summary = summary(model, rows);
    JsonNode refused = summary(model, rows, "--unseen", "refuse");

    long unseen = summary.path("rows_with_unseen_names").asLong();
    assertTrue(unseen > 0.01 * NEW, "more than the alarms: " + unseen);
    assertEquals(0, summary.path("unsuitable_rows").asInt());
    assertEquals(unseen, refused.path("unsuitable_rows").asLong());
    assertTrue(refused.path("anomalies").asLong() >= unseen);
    Path some = table(name + "-some.csv", tail, 1_000, 3);
    Path report = folder.resolve(name + ".html");
    CommandRun.succeeded(
        "evaluate", model, some, "--html", report, "--permutations", 99, "--draws", 500);
    CommandRun.of("evaluate", model, some, "--unseen refuse --permutations 99 --draws 500")
        .says("column name: got \"n");
    // Of as many new rows, and of the 1,600 that the fit held out: three standard deviations.
    double band = 3 * Math.sqrt(0.01 * 0.99 * (1.0 / NEW + 1 / (0.2 * ROWS)));
    assertEquals(0.01, summary.path("anomalies").asDouble() / NEW, band);
  }
}
