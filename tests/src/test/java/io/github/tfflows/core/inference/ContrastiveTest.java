package io.github.tfflows.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
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
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ContrastiveTest {
  private static final LogDensity STANDARD = (scope, x) -> x.square().sumEvent().times(-0.5);

  /** Conditional Gaussians with a mean and a scale that depend on the context. */
  private static final Distribution FAMILY =
      new TransformedDistribution(StandardNormal.of(1), new Coupling(new Affine(), Mlp.of(32)));

  @Test
  void theLossIsThatOfTheFormula() {
    LogDensity prior = (scope, x) -> x.times(0.1).sumEvent();
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr loss = new Contrastive(StandardNormal.of(1), prior, 3).losses(bench.scope(), x);
      double[] points = {0.3, -1, 2, 0.5};
      Values found = bench.fetch(loss, Map.of("x", Values.rows(Shape.of(1), points)));
      for (int i = 0; i < points.length; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
          sum += ratio(points[(i + j) % points.length]);
        }
        assertEquals(Math.log(sum / ratio(points[i])), found.at(i), 1e-12);
      }
    }
  }

  private static double ratio(double x) {
    return Math.exp(-x * x / 2 - 0.1 * x);
  }

  /**
   * Rows of the proposal {@code N(1, 1/4)} with outcomes {@code c = x + N(0, 1)}: the posterior
   * under the standard normal prior is {@code N(c/2, 1/2)}, that of the proposal {@code N((4 +
   * c)/5, 1/5)}.
   */
  @Test
  void theProposalDoesNotMatter() {
    Random random = new Random(1);
    float[][] x = new float[20_000][1];
    float[][] c = new float[x.length][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (float) (1 + 0.5 * random.nextGaussian());
      c[i][0] = (float) (x[i][0] + random.nextGaussian());
    }
    Training recipe =
        Training.defaults()
            .withSteps(1_000)
            .withBatchSize(512)
            .withHeldOut(0)
            .withLearningRate(LearningRate.cosine(5e-3));
    try (CompiledDistribution posterior =
        recipe.fit(new Contrastive(FAMILY, STANDARD, 16), Data.of(x, c))) {
      float[][] draws = posterior.given(new float[] {1}).sample(20_000, 2);
      double mean = 0;
      double square = 0;
      for (float[] row : draws) {
        mean += row[0] / draws.length;
        square += row[0] * row[0] / draws.length;
      }
      assertEquals(0.5, mean, 0.15);
      assertEquals(Math.sqrt(0.5), Math.sqrt(square - mean * mean), 0.1);
      assertTrue(posterior.description().get("definition").startsWith("TransformedDistribution"));
    }
  }

  @Test
  void rejectsASingleAtom() {
    Expect.rejected("got 1", () -> new Contrastive(FAMILY, STANDARD, 1));
  }
}
