package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class ImageFlowsTest {
  private static final Shape IMAGE = Shape.of(4, 4, 1);
  private static final int ROWS = 3;
  private static final Pixels PIXELS = new Pixels(8, 1);

  static Stream<Arguments> recipes() {
    Shape color = Shape.of(4, 8, 3);
    return Stream.of(
            ImageFlows.glow(IMAGE, 1, 2, 3),
            ImageFlows.glow(color, 2, 2, 3),
            ImageFlows.realNvp(Shape.of(3, 1, 2), 1, 3),
            ImageFlows.realNvp(color, 2, 3))
        .flatMap(flow -> Stream.of(Arguments.of(flow, 0), Arguments.of(flow, 2)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void bothDirectionsAndTheDensityAgree(TransformedDistribution flow, int contextSize) {
    Shape base = flow.base().eventShape();
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("z", Values.gaussian(base.prepend(ROWS), 1, random));
    try (Workbench bench = Workbench.float64()) {
      GraphScope scope = bench.scope();
      if (contextSize > 0) {
        feeds.put("context", Values.gaussian(Shape.of(ROWS, contextSize), 1, random));
        scope = bench.scope(bench.input("context", Shape.of(-1, contextSize)));
      }
      Expr z = bench.input("z", base.prepend(-1));
      Mapped x = flow.forward(scope, z);
      Mapped back = flow.inverse(scope, x.value());
      Expr logProb = flow.logProb(scope, x.value());
      Expr changed = new StandardNormal(base).logProb(scope, z).minus(x.logDet());
      bench
          .initialValues()
          .forEach(
              (name, start) -> feeds.put(name, start.map(at -> at + 0.1 * random.nextGaussian())));
      assertEquals(flow.eventShape().prepend(ROWS), bench.fetch(x.value(), feeds).shape());
      assertClose(bench, feeds, back.value(), z);
      assertClose(bench, feeds, back.logDet(), x.logDet().negated());
      assertClose(bench, feeds, logProb, changed);
    }
  }

  private static void assertClose(
      Workbench bench, Map<String, Values> feeds, Expr actual, Expr expected) {
    double error = bench.fetch(actual, feeds).distance(bench.fetch(expected, feeds));
    assertTrue(error <= 1e-10, () -> "off by " + error);
  }

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
