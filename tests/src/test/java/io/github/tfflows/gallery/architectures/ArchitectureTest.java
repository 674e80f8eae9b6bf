package io.github.tfflows.gallery.architectures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.toy.ToyData;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Architectures improve in a few steps, and a saved model has the same density. */
@Tag("worked")
class ArchitectureTest {
  private static final float[][] MOONS = ToyData.MOONS.standardized(2_000, 1).training();

  @TempDir Path folder;

  /** One of each kind: the parts of the others have contracts, and are in these. */
  @ParameterizedTest
  @EnumSource(names = {"GLOW", "CUBIC_SPLINE", "IAF", "BNAF", "FLOW_MATCHING"})
  void learnsAndIsLoadedFromItsExport(Architecture architecture) throws IOException {
    tryOut(architecture, 20);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void everyOneLearnsAndIsLoadedFromItsExport(Architecture architecture) throws IOException {
    tryOut(architecture, 60);
  }

  private void tryOut(Architecture architecture, int steps) throws IOException {
    Objective objective = architecture.objective(2);
    Training recipe =
        Training.defaults()
            .withSteps(steps)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(5e-3));
    double[] losses = {Double.NaN, Double.NaN};
    try (CompiledDistribution model =
        recipe.fit(
            objective,
            Data.of(MOONS),
            progress -> {
              losses[0] = Double.isNaN(losses[0]) ? progress.loss() : losses[0];
              losses[1] = progress.loss();
            })) {
      assertTrue(losses[1] < losses[0], () -> losses[0] + " became " + losses[1]);
      Path directory = folder.resolve("model");
      model.export(directory);
      try (CompiledDistribution loaded = CompiledDistribution.load(directory)) {
        float[][] draws = loaded.sample(50, 2);
        assertArrayEquals(model.sample(50, 2), draws);
        float[] logProb = loaded.logProb(draws);
        for (float each : logProb) {
          assertTrue(Float.isFinite(each), () -> "a draw has the log-density " + each);
        }
      }
    }
  }
}
