package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.tfflows.core.data.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log-likelihoods that fit, score, evaluate and compare print of one table, on equal rows. */
@Tag("training")
class LogLikelihoodsTest {
  private static final double HELD_OUT = 0.2;
  private static final int SEED = 1;

  @TempDir static Path folder = Path.of("");

  private static final List<String> ROWS = new ArrayList<>();
  private static Path data = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");
  private static JsonNode evaluation = MissingNode.getInstance();

  /** Whole numbers, and others with steps that are wide beside their density. */
  @BeforeAll
  static void fit() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 600; i++) {
      double x = random.nextGaussian();
      long whole = Math.round(2 * x + random.nextGaussian());
      ROWS.add(String.format(Locale.ROOT, "%.1f,%d", x, whole));
    }
    data = file("data.csv", IntStream.range(0, 600).toArray());
    fit =
        CommandRun.succeeded(
            "fit --verbose --repeats=density --members=1 --steps=60 --layers=1 --held-out="
                + HELD_OUT,
            "--out=" + folder.resolve("m"),
            data);
    evaluation =
        CommandRun.succeeded(
                "evaluate --draws=500 --json --train", others(), folder.resolve("m"), heldOut())
            .json();
  }

  private static Path file(String name, int... rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,whole"));
    IntStream.of(rows).mapToObj(ROWS::get).forEach(lines::add);
    return Files.write(folder.resolve(name), lines);
  }

  /** The places of the rows that a share of them is held out as. */
  private static int[] places(Data rows) {
    return IntStream.range(0, rows.count()).map(i -> (int) rows.x().values()[i]).toArray();
  }

  private static Data.Split split() {
    float[][] places = new float[ROWS.size()][1];
    for (int i = 0; i < places.length; i++) {
      places[i][0] = i;
    }
    return Data.of(places).split(HELD_OUT, SEED);
  }

  private static Path heldOut() throws IOException {
    return file("held-out.csv", places(split().heldOut()));
  }

  /** In the order in which compare adds noise to them. */
  private static Path others() throws IOException {
    return file("others.csv", places(split().training()));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  @Test
  void thatOfTheHeldOutRowsIsTheSameInFitScoreAndEvaluate() throws IOException {
    String fitted = found("log-density of held-out rows (\\S+) nats a row", fit.out());
    CommandRun scored = CommandRun.succeeded("score", folder.resolve("m"), heldOut());
    assertEquals(fitted, found("mean log-density (\\S+) nats a row", scored.errors()));
    assertEquals(Double.parseDouble(fitted), scored.mean(1), 6e-5, "the last digit is rounded");
    double evaluated = evaluation.path("mean_log_prob").asDouble();
    assertEquals(fitted, String.format(Locale.ROOT, "%.4f", evaluated));
  }

  @Test
  void fitTellsItFromThatOfNoisyRows() {
    String noisy = "(\\S+) as in training, with noise of the steps' width \\(a Gaussian's";
    String ofRows = found("held-out rows (\\S+) nats", fit.out());
    assertNotEquals(ofRows, found(noisy, fit.out()));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(at -> at.group(1)).toList();
  }

  /** Members count steps of their own, which are not printed. */
  @ParameterizedTest
  @ValueSource(strings = {"none --members=1", "any --members=1", "any --members=2"})
  void fitPrintsOneLogDensityAndOneBestStep(String settings) {
    String printed =
        CommandRun.succeeded(
                "fit --repeats=density --layers=1 --steps=200 --conditioning=" + settings,
                "--force --out=" + folder.resolve("one"),
                data)
            .out();
    String ofRows = found("held-out rows (\\S+) nats", printed);
    assertEquals(List.of(ofRows), all("(-?\\d+\\.\\d{3,})", printed), printed);
    List<String> best = all("  best step (\\S+)", printed);
    assertEquals(
        settings.endsWith("1") ? "step " + best.get(best.size() - 1) : "steps of 2 members",
        found("nats a row, best (.*); \\d+ steps in all", printed));
  }

  /** Both fit it to the same rows, and measure it on the same others. */
  @Test
  void thatOfAGaussianIsTheSameInCompareAndEvaluate() throws IOException {
    CommandRun compared =
        CommandRun.succeeded(
            "compare --flows=maf --layers=1 --steps=5 --members=1 --json --held-out=" + HELD_OUT,
            data);
    JsonNode gaussian = density(compared.json(), "Gaussian");
    JsonNode baseline = evaluation.path("baselines").path(0);
    assertEquals("Gaussian", baseline.path("name").asText());
    assertEquals(
        baseline.path("mean_log_prob").asDouble(), gaussian.path("mean_log_prob").asDouble(), 1e-9);
  }

  /** A column without steps, in which a fifth of the rows share a value, and one with steps. */
  @Test
  void compareRanksTheModelsThatFitBuilds() throws IOException {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>(List.of("amount,size"));
    for (int i = 0; i < 400; i++) {
      double amount = random.nextInt(5) == 0 ? 0 : Math.exp(random.nextGaussian());
      lines.add(String.format(Locale.ROOT, "%.9f,%.1f", amount, amount + random.nextGaussian()));
    }
    Path table = Files.write(folder.resolve("masses.csv"), lines);
    String same = "--members=2 --layers=1 --hidden=8 --steps=30 --seed=5 --json";
    Path winner = folder.resolve("winner");
    JsonNode compared = CommandRun.succeeded("compare", table, "--flows=maf", same).json();
    JsonNode fitted = CommandRun.succeeded("fit", table, "--flow=maf --out", winner, same).json();
    assertEquals(
        fitted.path("held_out_log_prob").asDouble(),
        density(compared, "maf").path("mean_log_prob").asDouble(),
        1e-6);
    assertEquals("amount", compared.path("incomparable_point_masses").path(0).asText());
  }

  private static JsonNode density(JsonNode compared, String name) {
    for (JsonNode density : compared.path("densities")) {
      if (density.path("name").asText().equals(name)) {
        return density;
      }
    }
    throw new AssertionError(name + " is not in " + compared);
  }
}
