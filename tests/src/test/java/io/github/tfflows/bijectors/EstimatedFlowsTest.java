package io.github.tfflows.bijectors;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.continuous.ContinuousFlow;
import io.github.tfflows.bijectors.continuous.DormandPrince;
import io.github.tfflows.bijectors.continuous.RungeKutta;
import io.github.tfflows.bijectors.continuous.TraceEstimator;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.residual.ResidualFlow;
import io.github.tfflows.bijectors.residual.RussianRoulette;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows without a formula for one of their directions, from training to a loaded model. */
class EstimatedFlowsTest {
  static Stream<Bijector> bijectors() {
    Bijector continuous =
        ContinuousFlow.of(VelocityMlp.of(16))
            .withSolver(new DormandPrince(1e-5, 40, new RungeKutta(4)))
            .withTraceEstimator(TraceEstimator.HUTCHINSON);
    Bijector block =
        ResidualFlow.of(LipschitzMlp.of(16, 16)).withLogDeterminant(RussianRoulette.of(12));
    return Stream.of(continuous, Chain.of(block, block));
  }

  /** Two clusters, which no normal distribution fits. */
  private static float[][] clusters(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] data = new float[rows][];
    for (int i = 0; i < rows; i++) {
      double middle = random.nextBoolean() ? 1 : -1;
      data[i] =
          new float[] {
            (float) (middle + 0.3 * random.nextGaussian()),
            (float) (0.5 * middle + 0.5 * random.nextGaussian())
          };
    }
    return data;
  }

  @ParameterizedTest
  @MethodSource("bijectors")
  void learnsByEstimatesAndIsServedExactly(Bijector bijector, @TempDir Path directory)
      throws IOException {
    tryOut(bijector, Execution.defaults(), directory);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("bijectors")
  void learnsByEstimatesUnderXla(Bijector bijector, @TempDir Path directory) throws IOException {
    tryOut(bijector, Execution.defaults().withCompilation(Compilation.XLA), directory);
  }

  private static void tryOut(Bijector bijector, Execution execution, Path directory)
      throws IOException {
    TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(2), bijector);
    Training recipe =
        Training.defaults()
            .withSteps(60)
            .withLearningRate(LearningRate.cosine(2e-2))
            .withExecution(execution);
    float[][] fresh = clusters(500, 2);
    try (CompiledDistribution start = CompiledDistribution.compile(flow, 0, 0, execution);
        CompiledDistribution model = recipe.fit(flow, clusters(2000, 1))) {
      double gain = mean(model.logProb(fresh)) - mean(start.logProb(fresh));
      assertTrue(gain > 0.3, () -> "gain " + gain);
      Draws draws = model.sampleAndLogProb(200, 3);
      assertArrayEquals(draws.logProb(), model.logProb(draws.x()), 4e-3f);
      Path export = directory.resolve("model");
      model.export(export);
      try (CompiledDistribution loaded = CompiledDistribution.load(export, execution)) {
        assertArrayEquals(model.logProb(fresh), loaded.logProb(fresh), 1e-4f);
      }
    }
  }
}
