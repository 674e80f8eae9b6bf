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
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small conditional model, evaluated and compared. */
@Tag("training")
class EvaluationCommandsTest {
  private static final String COLUMNS =
      "--columns x,price,count --given letter --kind price=positive --repeats density"
          + " --layers 1 --hidden 32 --learning-rate 5e-3";

  @TempDir static Path folder = Path.of("");

  private static Path train = Path.of("");
  private static Path test = Path.of("");
  private static Path model = Path.of("");

  @BeforeAll
  static void fit() throws IOException {
    List<String> lines = Tables.mixed(2400);
    List<String> unseen = new ArrayList<>(List.of(lines.get(0)));
    unseen.addAll(lines.subList(2001, 2401));
    train = Files.write(folder.resolve("train.csv"), lines.subList(0, 2001));
    test = Files.write(folder.resolve("test.csv"), unseen);
    model = folder.resolve("model");
    String flow = "--flow neuralSplineAutoregressive --steps 250 --members 1 --validate-every 50";
    CommandRun.succeeded("fit", train, "--out", model, COLUMNS, flow);
  }

  @Test
  void evaluatesOnUnseenRowsAgainstBaselinesOfTheTrainingRows() throws IOException {
    JsonNode all = json("evaluate", model, test, "--train", train, "--json", "--draws=1000");
    assertEquals(400, all.path("rows").asInt());
    assertEquals(2000, all.path("baseline_rows").asInt());
    assertEquals(train.toString(), all.path("baseline_data").asText());
    assertTrue(test.endsWith(all.path("data").asText()), all.path("data").asText());
    // The entropy: 0.5 normal (0.726), price given x (-0.88 at price 1), count (1.41).
    assertEquals(-1.25, all.path("mean_log_prob").asDouble(), 0.4);
    JsonNode gaussian = all.path("baselines").path(0);
    assertEquals("Gaussian", gaussian.path("name").asText());
    assertEquals(
        all.path("mean_log_prob").asDouble() - gaussian.path("mean_log_prob").asDouble(),
        gaussian.path("gain").asDouble(),
        1e-4);
    assertTrue(gaussian.path("gain").asDouble() > 1, "prices are skewed");
    assertEquals(3, all.path("tests").size());
    assertEquals(3, all.path("latent").path("coordinates").size());
    assertEquals("price", all.path("columns").path(1).path("name").asText());
    assertTrue(all.path("columns").path(1).path("ks_distance").asDouble() < 0.15);
  }

  @Test
  void withoutTrainingRowsHalfOfTheDataIsLeftToMeasureOn() throws IOException {
    Path html = folder.resolve("reports/model.html");
    String fast = "--draws=200 --html";
    CommandRun.succeeded("evaluate", model, test, fast, html)
        .prints(": 200 rows")
        .prints("fitted to the other half: 200 rows")
        .prints("mixture of 10 Gaussians")
        .prints("linear in letter")
        .prints(html.toString());
    String page = Files.readString(html);
    for (String figure : List.of("levels", "pairs", "marginals", "calibration", "latent", "loss")) {
      assertTrue(page.contains("<figure id=\"%s\">".formatted(figure)), figure);
    }
    assertFalse(page.contains("loss_curve"), "it is a picture");
  }

  @Test
  void comparesFlowsAndBaselinesOnTheSameRows() throws IOException {
    String flows = "--flows neuralSplineAutoregressive,planar --steps 100 --members 2 --draws 100";
    JsonNode all = json("compare", train, COLUMNS, flows, "--json");
    assertEquals(400, all.path("rows").asInt(), "a tenth for each member");
    assertEquals(1800, all.path("training_rows").asInt());
    List<String> names = new ArrayList<>();
    double last = Double.POSITIVE_INFINITY;
    for (JsonNode one : all.path("densities")) {
      names.add(one.path("name").asText());
      assertTrue(one.path("mean_log_prob").asDouble() <= last, "the best come first");
      last = one.path("mean_log_prob").asDouble();
      assertTrue(one.path("parameters").asLong() > 0);
      assertTrue(one.path("fitting_seconds").asDouble() > 0);
    }
    assertEquals("neuralSplineAutoregressive", names.get(0));
    assertEquals(4, names.size());
    JsonNode best = all.path("densities").path(0);
    assertEquals(0, best.path("behind_the_best").asDouble());
    assertTrue(best.path("draws_per_second").asDouble() > 0);
  }

  @Test
  void comparesFlowsOfAnyCell() throws IOException {
    String any = "--columns x,price,letter --conditioning any --layers 1 --hidden 32";
    JsonNode all = json("compare", train, any, "--flows maf --steps 5 --json");
    assertEquals(List.of(), List.copyOf(all.path("failures").properties()));
    assertTrue(all.findValues("draws_per_second").get(0).asDouble() > 0);
  }

  @Test
  void saysWhatIsWrongBeforeAnyWork() {
    CommandRun.of("evaluate", model, test, "--html", folder).fails(2, "is a directory");
    CommandRun.of("compare", train, "--flows maf --held-out 0")
        .fails(2, "--held-out must be above 0");
    CommandRun.of("compare", train, "--without id --flows maf --held-out 1e-4")
        .fails(1, "--held-out 1.0E-4 of 2000 rows holds out none");
    CommandRun.of("evaluate", model, test, "--draws 99")
        .fails(2, "must be from 100 to 10,000,000, got 99");
  }

  private static JsonNode json(Object... words) {
    return CommandRun.succeeded(words).json();
  }
}
