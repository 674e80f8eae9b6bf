package io.github.tfflows.bijectors.continuous;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class FlowMatchingTest {
  private static final ContinuousFlow CONTINUOUS =
      ContinuousFlow.of(VelocityMlp.of(32, 32)).withSolver(new RungeKutta(10));

  private static TransformedDistribution flow(ContinuousFlow continuous) {
    return new TransformedDistribution(StandardNormal.of(2), continuous);
  }

  /** A parabola with noise, far from any Gaussian. */
  private static float[][] banana(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] data = new float[rows][];
    for (int i = 0; i < rows; i++) {
      double u = random.nextGaussian();
      data[i] = new float[] {(float) (3 + u), (float) (u * u - 1 + 0.3 * random.nextGaussian())};
    }
    return data;
  }

  /** Of a velocity {@code b} that depends on nothing: the mean of {@code |x₁ - x₀ - b|²}. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void theLossIsTheSquaredErrorOfTheVelocity(int step) {
    int rows = 20_000;
    FlowMatching matching = new FlowMatching(flow(CONTINUOUS));
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr loss = matching.losses(bench.scope(), x);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("bijector.velocity.output.bias", Values.of(Shape.of(2), 0.5, -1));
      feeds.put("x", Values.rows(Shape.of(2), 2, 1).repeatRows(rows));
      feeds.put("step", Values.of(Shape.scalar(), step));
      double[] losses = bench.fetch(loss, feeds).entries();
      double mean = Arrays.stream(losses).average().orElseThrow();
      double variance = Arrays.stream(losses).map(at -> (at - mean) * (at - mean)).sum() / rows;
      double expected = 2 + 1.5 * 1.5 + 2 * 2;
      assertEquals(0, (mean - expected) / Math.sqrt(variance / rows), 4);
    }
  }

  /**
   * The mean log-density is -1.63 of the distribution of the rows, -3.21 of a Gaussian with their
   * moments.
   */
  @Test
  void trainingReachesTheShapeOfTheRows() {
    Training recipe =
        Training.defaults()
            .withSteps(800)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(1e-2));
    Data data = Data.of(banana(4000, 1));
    Standardize units = Standardize.fit(data.x());
    TransformedDistribution flow = flow(CONTINUOUS).then(units);
    float[][] fresh = banana(1000, 2);
    try (CompiledDistribution model = recipe.fit(new FlowMatching(flow), data)) {
      double mean = mean(model.logProb(fresh));
      assertTrue(mean > -2.2, () -> "mean log-density " + mean);
      assertEquals(flow, model.description().definition());
    }
  }

  @Test
  void theMapBeginsWithAContinuousFlow() {
    TransformedDistribution other =
        new TransformedDistribution(
            StandardNormal.of(2), Chain.of(Permutation.reverse(2), CONTINUOUS));
    Expect.rejected("Permutation", () -> new FlowMatching(other));
  }
}
