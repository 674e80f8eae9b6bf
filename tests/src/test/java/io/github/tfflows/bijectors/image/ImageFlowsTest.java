package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class ImageFlowsTest {
  private static final Shape IMAGE = Shape.of(4, 4, 1);
  private static final Pixels PIXELS = new Pixels(8, 1);

  /** Stripes of a random phase: neighbours determine each other. */
  private static Data stripes(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[16 * count];
    for (int i = 0; i < values.length; i++) {
      int phase = i % 16 == 0 ? random.nextInt(2) : (int) values[i - i % 16] / 6;
      values[i] = (phase + i % 4) % 2 * 6 + random.nextInt(2);
    }
    return Data.of(Rows.of(values, 4, 4, 1));
  }

  /** Independent pixels would cost two bits each; the truth is one, and the phase of an image. */
  @Test
  void glowLearnsAndIsServed(@TempDir Path folder) throws IOException {
    TransformedDistribution flow =
        new TransformedDistribution(
                DiagonalNormal.trainable(16), ImageFlows.glow(IMAGE, 2, 2, 16).bijector())
            .then(PIXELS.fromReals());
    Training training =
        Training.defaults()
            .withSteps(300)
            .withBatchSize(64)
            .withLearningRate(LearningRate.cosine(5e-3));
    Data unseen = stripes(200, 2).dequantized(PIXELS.noise(IMAGE), 3);
    try (CompiledDistribution model =
        training.fit(flow, stripes(1000, 1), PIXELS.noise(IMAGE), progress -> {})) {
      double bits = bits(model, unseen);
      assertTrue(bits > 1 && bits < 1.6, () -> "bits per dimension: " + bits);
      Path served = folder.resolve("model");
      model.export(served);
      try (CompiledDistribution loaded = CompiledDistribution.load(served);
          CompiledDistribution compiled =
              CompiledDistribution.load(
                  served, Execution.defaults().withCompilation(Compilation.XLA))) {
        assertEquals(flow, loaded.description().definition());
        assertEquals(bits, bits(loaded, unseen), 1e-6);
        assertEquals(bits, bits(compiled, unseen), 1e-3);
        assertEquals(IMAGE, loaded.sampleAndLogProb(20, 5).x().eventShape());
      }
    }
  }

  private static double bits(CompiledDistribution model, Data images) {
    float[] logProb = model.logProb(images.x());
    double mean = 0;
    for (float one : logProb) {
      mean += one / logProb.length;
    }
    return PIXELS.bitsPerDimension(mean, IMAGE);
  }

  @Test
  void rejectsWhatItCannotDivide() {
    Expect.rejected("[3, 2, 2]", () -> ImageFlows.glow(Shape.of(6, 4, 1), 2, 1, 4));
    Expect.rejected("level, got 0", () -> ImageFlows.glow(IMAGE, 0, 1, 4));
    Expect.rejected("step, got 0", () -> ImageFlows.glow(IMAGE, 1, 0, 4));
    Expect.rejected("level, got -1", () -> ImageFlows.realNvp(IMAGE, -1, 4));
    Expect.rejected("got 0", () -> ImageFlows.realNvp(IMAGE, 1, 0));
    Expect.rejected("[16]", () -> ImageFlows.realNvp(Shape.of(16), 1, 4));
  }
}
