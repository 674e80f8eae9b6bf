package io.github.tfflows.bijectors.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.monotone.LogisticMixture;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Training steps differentiate through searches, with XLA and without, and on shares of a batch.
 */
@Tag("training")
class SearchedTrainingTest {
  private static final Distribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(2),
          Chain.of(
              new Coupling(new LogisticMixture(3), Mlp.of(16)),
              Permutation.reverse(2),
              new MaskedAutoregressive(new LogisticMixture(3), Made.of(16))));

  private static double trained(Execution execution) {
    Random random = new Random(1);
    float[][] rows = new float[600][2];
    for (float[] row : rows) {
      row[0] = (float) (random.nextBoolean() ? 2 : -2) + (float) (0.3 * random.nextGaussian());
      row[1] = (float) (0.5 * row[0] + 0.5 * random.nextGaussian());
    }
    Training recipe =
        Training.defaults()
            .withSteps(120)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(0.02))
            .withExecution(execution);
    try (CompiledDistribution model = recipe.fit(FLOW, Data.of(rows))) {
      return Double.parseDouble(model.description().get("training.held_out_loss"));
    }
  }

  @Test
  void searchesAreDifferentiatedAlikeByXlaAndOnShares() {
    double plain = trained(Execution.defaults().withThreads(1));
    assertTrue(plain < 2.8, () -> "a Gaussian has about 2.9, found " + plain);
    assertEquals(plain, trained(Execution.defaults().withThreads(2)), 0.05);
    assertEquals(plain, trained(Execution.defaults().withCompilation(Compilation.XLA)), 0.05);
  }
}
