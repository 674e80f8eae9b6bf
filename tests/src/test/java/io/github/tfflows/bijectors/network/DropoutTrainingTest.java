package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trains a flow whose network drops units: {@code x₂ = 2x₁ + noise} of deviation 0.5. */
class DropoutTrainingTest {
  private static final int ROWS = 2_000;

  @ParameterizedTest
  @EnumSource
  void fits(Compilation compilation) {
    TransformedDistribution flow =
        new TransformedDistribution(
            StandardNormal.of(2),
            Chain.of(
                new Coupling(
                    new Affine(), ResidualNet.of(32, 1).withDropout(0.1).withLayerNorm())));
    Training training =
        Training.defaults()
            .withSteps(300)
            .withExecution(Execution.defaults().withCompilation(compilation));
    float[][] rows = rows();
    try (CompiledDistribution fitted = training.fit(flow, rows)) {
      double sum = 0;
      for (float at : fitted.logProb(rows)) {
        sum += at;
      }
      double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(0.5); // of both, in nats
      assertTrue(sum / ROWS > -entropy - 0.3, "mean log-density " + sum / ROWS);
    }
  }

  private static float[][] rows() {
    Random random = new Random(4);
    float[][] rows = new float[ROWS][2];
    for (float[] row : rows) {
      row[0] = (float) random.nextGaussian();
      row[1] = 2 * row[0] + 0.5f * (float) random.nextGaussian();
    }
    return rows;
  }
}
