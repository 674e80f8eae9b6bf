package io.github.tfflows.bijectors;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A single row far from all others must not determine a mean. */
@Tag("training")
class FarRowsTest {
  private static final int D = 3;

  static Stream<TransformedDistribution> flows() {
    RationalQuadratic spline = new RationalQuadratic(8, 5);
    return Stream.of(
        Flows.forData(500, D),
        Flows.neuralSplineCoupling(D, 3, spline, ResidualNet.of(32, 1)),
        Flows.realNvp(D, 3, Mlp.of(32)),
        Flows.maf(D, 3, Made.of(32)));
  }

  /** Correlated columns, of which one is bent and one has heavy tails. */
  private static float[][] rows(int count) {
    Random random = new Random(4);
    float[][] rows = new float[count][D];
    for (float[] row : rows) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) (row[0] * row[0] + 0.3 * random.nextGaussian());
      row[2] = (float) Math.sinh(1.5 * random.nextGaussian() + 0.5 * row[0]);
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("flows")
  void aMillionDeviationsOutCostLessThanFiftyNatsAFeature(TransformedDistribution flow) {
    float[][] rows = rows(2000);
    Standardize scale = Standardize.fit(rows);
    Training training =
        Training.defaults().withSteps(60).withLearningRate(LearningRate.cosine(5e-3));
    try (CompiledDistribution fitted = training.fit(flow.then(scale), rows)) {
      for (int axis = 0; axis < D; axis++) {
        for (int side = -1; side <= 1; side += 2) {
          float[] far = new float[D];
          far[axis] = (float) (side * 1e6 * scale.scale().get(axis));
          float logProb = fitted.logProb(new float[][] {far})[0];
          assertTrue(logProb > -50 * D && logProb < -10, "at " + far[axis] + ": " + logProb);
        }
      }
    }
  }

  /** The layers begin as the identity, so that only the tails can cost anything. */
  @Test
  void aGaussianLosesNothing() {
    float[][] rows = new float[50_000][D];
    Random random = new Random(5);
    for (float[] row : rows) {
      for (int i = 0; i < D; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    try (CompiledDistribution plain = CompiledDistribution.compile(StandardNormal.of(D), 1);
        CompiledDistribution heavy = CompiledDistribution.compile(Flows.forData(500, D), 1)) {
      assertEquals(mean(plain.logProb(rows)), mean(heavy.logProb(rows)), 0.001 * D);
    }
  }
}
