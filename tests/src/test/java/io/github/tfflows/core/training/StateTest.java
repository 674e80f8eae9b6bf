package io.github.tfflows.core.training;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains flows whose normalization keeps moving averages. */
@Tag("training")
class StateTest {
  private static final String MEAN = "bijector.2_batch_norm.mean";
  private static final String VARIANCE = "bijector.2_batch_norm.variance";
  private static final Training QUICK =
      Training.defaults()
          .withSteps(150)
          .withBatchSize(64)
          .withLearningRate(LearningRate.cosine(1e-2))
          .withValidation(Validation.defaults().withEvery(50));

  @TempDir Path folder;

  private static TransformedDistribution flow(Bijector norm) {
    return new TransformedDistribution(
        StandardNormal.of(2),
        Chain.of(new Coupling(new Affine(), Mlp.of(16)), Permutation.reverse(2), norm));
  }

  @Test
  void averagesOfAFitAreThoseOfTheDataAndAreServed() throws IOException {
    float[][] data = TrainingTest.banana(1000, 3);
    try (CompiledDistribution fitted = QUICK.fit(flow(BatchNorm.defaults()), data)) {
      double[] mean = fitted.weights().get(MEAN).values();
      double[] variance = fitted.weights().get(VARIANCE).values();
      for (int column = 0; column < 2; column++) {
        double[] moments = moments(data, column);
        // A tenth of a batch of 64 rows is new each time: 1/√(64·19) of a deviation, thrice.
        assertEquals(moments[0], mean[column], 0.09 * Math.sqrt(moments[1]));
        assertEquals(moments[1], variance[column], 0.25 * moments[1]);
      }
      double heldOut = Double.parseDouble(fitted.description().get("training.held_out_loss"));
      Data.Split split = Data.of(data).split(0.1, QUICK.seed());
      float[] logProb = fitted.logProb(split.heldOut().x());
      assertEquals(heldOut, -mean(logProb), 1e-4, "validation is by the averages that are served");
      assertTrue(heldOut < 3.4, "a Gaussian of its moments has 3.6, got " + heldOut);
      assertReloads(fitted);
    }
  }

  private void assertReloads(CompiledDistribution fitted) throws IOException {
    float[][] x = TestRows.gaussian(20, 2, 1);
    fitted.export(folder.resolve("model"));
    try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
      assertEquals(fitted.weights(), loaded.weights());
      assertArrayEquals(fitted.logProb(x), loaded.logProb(x));
      assertArrayEquals(fitted.sample(20, 4), loaded.sample(20, 4));
    }
  }

  /** The averages are of whole batches, which are then not cut into shares. */
  @Test
  void batchesAreNotSharedOutToThreads() {
    float[][] data = TrainingTest.banana(500, 3);
    List<Weights> weights = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      Execution execution =
          Execution.defaults()
              .withDevice(Device.CPU)
              .withPrecision(Precision.FLOAT64)
              .withThreads(threads);
      Training recipe = QUICK.withSteps(10).withExecution(execution);
      try (CompiledDistribution fitted = recipe.fit(flow(BatchNorm.defaults()), data)) {
        weights.add(fitted.weights());
      }
    }
    assertEquals(weights.get(0), weights.get(1));
  }

  @Test
  void weightsAreAveragedAndStatesAreNot() {
    Training slow =
        QUICK
            .withSteps(20)
            .withHeldOut(0)
            .withOptimization(QUICK.optimization().withAveraging(0.999));
    float[][] data = TrainingTest.banana(500, 3);
    try (CompiledDistribution averaged = slow.fit(flow(BatchNorm.defaults()), data);
        CompiledDistribution plain =
            slow.withOptimization(QUICK.optimization()).fit(flow(BatchNorm.defaults()), data)) {
      assertEquals(plain.weights().get(MEAN), averaged.weights().get(MEAN));
      String bias = "bijector.2_batch_norm.shift";
      assertNotEquals(plain.weights().get(bias), averaged.weights().get(bias));
    }
  }

  private static double[] moments(float[][] rows, int column) {
    double mean = Stream.of(rows).mapToDouble(row -> row[column]).average().orElseThrow();
    double squares =
        Stream.of(rows).mapToDouble(row -> Math.pow(row[column] - mean, 2)).average().orElseThrow();
    return new double[] {mean, squares};
  }
}
