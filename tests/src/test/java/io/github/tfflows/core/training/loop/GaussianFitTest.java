package io.github.tfflows.core.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.training.Training;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The Gaussian reference of a fit, in a training. */
class GaussianFitTest {
  private static final int ROWS = 20_000;

  /** Three correlated columns far from zero, {@code x₃ = x₁ + x₂ + ε/10}, and a context. */
  private static Data rows(int count, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[count][3];
    float[][] context = new float[count][1];
    for (int i = 0; i < count; i++) {
      context[i][0] = (float) (5 + random.nextGaussian());
      x[i][0] = (float) (1000 + 2 * random.nextGaussian());
      x[i][1] = (float) (3 * context[i][0] + 0.5 * random.nextGaussian());
      x[i][2] = (float) (x[i][0] - 1000 + x[i][1] + 0.1 * random.nextGaussian());
    }
    return Data.of(x, context);
  }

  private static double entropy(double... deviations) {
    double sum = 0;
    for (double deviation : deviations) {
      sum += Math.log(deviation) + (1 + Math.log(2 * Math.PI)) / 2;
    }
    return sum;
  }

  @Test
  void isTheConditionalEntropyOfCorrelatedColumns() {
    Data training = rows(ROWS, 1);
    Optional<HeldOutLoss> loss = GaussianFit.loss(DataSource.of(training), rows(ROWS, 2));
    assertEquals(entropy(2, 0.5, 0.1), loss.orElseThrow().mean(), 0.03);
  }

  @Test
  void isTheEntropyWithoutTheContext() {
    Data training = Data.of(rows(ROWS, 1).x());
    Optional<HeldOutLoss> loss =
        GaussianFit.loss(DataSource.of(training), Data.of(rows(ROWS, 2).x()));
    assertEquals(entropy(2, Math.hypot(3, 0.5), 0.1), loss.orElseThrow().mean(), 0.03);
  }

  @Test
  void equalColumnsHaveOneTooAndNoRowsHaveNone() {
    float[][] equal = new float[100][2];
    Random random = new Random(3);
    for (float[] row : equal) {
      row[0] = (float) random.nextGaussian();
      row[1] = row[0];
    }
    DataSource training = DataSource.of(Data.of(equal));
    assertTrue(GaussianFit.loss(training, Data.of(equal)).orElseThrow().isFinite());
    assertEquals(Optional.empty(), GaussianFit.loss(training, Data.none()));
  }

  @Test
  void aModelTellsItsLossAndThatOfTheGaussian() {
    Data data = Data.of(rows(2_000, 4).x());
    try (var fitted = Training.defaults().withSteps(20).fit(DiagonalNormal.trainable(3), data)) {
      double gaussian = Double.parseDouble(fitted.description().get("training.gaussian_loss"));
      assertEquals(entropy(2, Math.hypot(3, 0.5), 0.1), gaussian, 0.2);
      String warnings = fitted.description().get("training.warnings");
      assertTrue(warnings.contains("far from the initial flow"), warnings);
      assertTrue(warnings.contains("no better than a Gaussian"), warnings);
    }
  }
}
