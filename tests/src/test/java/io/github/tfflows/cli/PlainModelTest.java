package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
