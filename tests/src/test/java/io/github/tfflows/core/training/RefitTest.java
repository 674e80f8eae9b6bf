package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are trained further. */
@Tag("training")
class RefitTest {
  /** With ActNorm layers, which a first fit sets from its first batch. */
  private static final TransformedDistribution FLOW = Flows.glow(2, 1, Mlp.of(16));

  private static final Training QUICK =
      Training.defaults()
          .withSteps(150)
          .withBatchSize(64)
          .withLearningRate(LearningRate.cosine(5e-3))
          .withValidation(Validation.defaults().withEvery(25));

  @TempDir Path folder;

  private static double loss(CompiledDistribution model) {
    return Double.parseDouble(model.description().get("training.held_out_loss"));
  }

  @Test
  void aLoadedModelIsTrainedFurther() throws IOException {
    float[][] rows = TrainingTest.banana(1000, 1);
    Data data = Data.of(rows);
    Path directory = folder.resolve("model");
    try (CompiledDistribution fitted = QUICK.fit(FLOW, data)) {
      fitted.export(directory);
    }
    try (CompiledDistribution loaded = CompiledDistribution.load(directory);
        CompiledDistribution refitted = QUICK.refit(loaded, data)) {
      assertTrue(loss(refitted) < loss(loaded) - 0.01, loss(loaded) + ", then " + loss(refitted));
      assertEquals(
          loaded.description().get("definition"), refitted.description().get("definition"));
      assertEquals(loaded.eventShape(), refitted.eventShape());
    }
  }

  @Test
  void itBeginsWithTheWeightsOfTheModel() {
    Data data = Data.of(TrainingTest.banana(500, 1));
    Training still = QUICK.withLearningRate(LearningRate.constant(1e-30));
    try (CompiledDistribution fitted = QUICK.fit(FLOW, data);
        CompiledDistribution same = still.refit(fitted, data);
        CompiledDistribution fresh = still.fit(FLOW, data)) {
      assertEquals(fitted.weights(), same.weights());
      assertNotEquals(fresh.weights(), same.weights());
      assertEquals(loss(fitted), loss(same), 1e-6);
    }
  }

  @Test
  void aConditionalModelIsTrainedFurtherOnItsContext() {
    float[][] x = TrainingTest.banana(500, 1);
    float[][] context =
        IntStream.range(0, x.length).mapToObj(i -> new float[] {x[i][0]}).toArray(float[][]::new);
    try (CompiledDistribution fitted = QUICK.fit(FLOW, Data.of(x, context));
        CompiledDistribution refitted = QUICK.refit(fitted, Data.of(x, context))) {
      assertEquals(1, refitted.contextSize());
      Expect.rejected("the model of 1", () -> QUICK.refit(fitted, Data.of(x)).close());
    }
  }

  @Test
  void dataThatDoNotSuitTheModelAreRefused() {
    try (CompiledDistribution normal = CompiledDistribution.compile(StandardNormal.of(2), 0)) {
      Expect.rejected("rows of shape [3]", () -> QUICK.refit(normal, Data.of(new float[9][3])));
    }
  }
}
