package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Models that programs export, which have no columns. */
class PlainModelTest {
  @TempDir private Path folder;

  private Path exported(Distribution distribution, int contextSize) throws IOException {
    Path model = folder.resolve("model");
    try (CompiledDistribution compiled =
        CompiledDistribution.compile(distribution, contextSize, 1, Execution.defaults())) {
      compiled.export(model);
    }
    return model;
  }

  private static JsonNode described(Path model) throws IOException {
    assertTrue(CommandRun.succeeded("describe", model).out().contains("definition"));
    return CommandRun.succeeded("describe", model, "--json").json();
  }

  /** As the quick start of the README does. */
  @Test
  void isDescribedWithItsTraining() throws IOException {
    Random random = new Random(1);
    float[][] data = new float[200][2];
    for (float[] row : data) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) (row[0] * row[0] + 0.3 * random.nextGaussian());
    }
    Path model = folder.resolve("model");
    try (CompiledDistribution fitted =
        Training.forData(200, 2)
            .withMembers(1)
            .withSteps(20)
            .fit(Flows.forData(200, 2).then(Standardize.fit(data)), data)) {
      fitted.export(model);
    }
    JsonNode all = described(model);
    assertEquals("[2]", all.path("event").asText());
    assertEquals(0, all.path("context").asInt());
    assertEquals("20", all.path("training").path("steps").asText());
    assertEquals(
        "x float[-1, 2] -> log_prob float[-1]", all.path("signatures").path("log_prob").asText());
    assertTrue(all.path("definition").asText().contains("MaskedAutoregressive"));
    assertTrue(all.path("parameters").asLong() > 1000);
    assertTrue(all.path("columns").isMissingNode());
  }

  @Test
  void isDescribedWhateverItsEventsAndContextAre() throws IOException {
    JsonNode conditional = described(exported(Flows.maf(3), 4));
    assertEquals(4, conditional.path("context").asInt());
    Files.move(folder.resolve("model"), folder.resolve("first"));
    JsonNode image = described(exported(new StandardNormal(Shape.of(4, 4, 3)), 0));
    assertEquals("[4, 4, 3]", image.path("event").asText());
    assertEquals(0, image.path("parameters").asLong());
    Files.move(folder.resolve("model"), folder.resolve("second"));
    assertEquals("[2]", described(exported(new GaussianMixture(3, 2), 0)).path("event").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score MODEL DATA",
        "sample MODEL",
        "impute MODEL DATA",
        "explain MODEL DATA",
        "evaluate MODEL DATA",
        "refit MODEL DATA --out OTHER",
        "export MODEL OTHER"
      })
  void isRefusedByCommandsThatNeedColumns(String line) throws IOException {
    Path model = exported(Flows.maf(2), 0);
    Path data = Files.writeString(folder.resolve("data.csv"), "a,b\n1,2\n");
    String words =
        line.replace("MODEL", model.toString())
            .replace("DATA", data.toString())
            .replace("OTHER", folder.resolve("other").toString());
    CommandRun run =
        CommandRun.of(words)
            .fails(1, model + ": the model has no columns, but events of shape [2]; expected one")
            .says("only describe reads others");
    assertEquals("", run.out());
  }
}
