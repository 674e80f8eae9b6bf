package io.github.tfflows.bijectors.linear;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Matrices as parts of a model: trained, served, and compiled by XLA. */
class TrainedMatricesTest {
  private static final int ROWS = 4000;
  private static final double[][] MIX = {{1.5, 0, 0}, {0.9, 0.6, 0}, {-0.4, 1.1, 0.5}};

  /** That of the density: {@code d/2·log(2πe) + log |det MIX|}. */
  private static final double ENTROPY = 1.5 * Math.log(2 * Math.PI * Math.E) + Math.log(0.45);

  static List<Bijector> matrices() {
    return List.of(
        new TriangularAffine(3),
        new LowRankAffine(3, 2),
        new QrLinear(3, 3),
        new SvdLinear(3, 4),
        new MatrixExponential(3),
        new DenseLinear(3, 5),
        Chain.of(new ActNorm(), new Rotation(3)));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void learnsTheCovariance(Bijector matrix) {
    TransformedDistribution flow =
        new TransformedDistribution(new StandardNormal(Shape.of(3)), matrix);
    Training training =
        Training.defaults().withSteps(600).withLearningRate(LearningRate.constant(0.02));
    float[][] fresh = rows(2);
    Execution compiling = Execution.defaults().withCompilation(Compilation.XLA);
    try (CompiledDistribution model = training.fit(flow, Data.of(rows(1)));
        CompiledDistribution xla =
            CompiledDistribution.compile(flow, 0, model.weights(), compiling)) {
      float[] logDensities = model.logProb(fresh);
      assertEquals(-ENTROPY, mean(logDensities), 0.04); // twice the error of the mean
      assertArrayEquals(logDensities, xla.logProb(fresh), 1e-4f);
    }
  }

  private static float[][] rows(long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[ROWS][3];
    for (float[] row : rows) {
      for (int j = 0; j < 3; j++) {
        double z = random.nextGaussian();
        for (int i = 0; i < 3; i++) {
          row[i] += (float) (MIX[i][j] * z);
        }
      }
    }
    return rows;
  }
}
