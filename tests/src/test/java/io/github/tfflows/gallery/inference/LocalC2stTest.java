package io.github.tfflows.gallery.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("training")
class LocalC2stTest {
  private static final int PERMUTATIONS = 5;
  private static final Training RECIPE =
      Training.defaults().withSteps(150).withLearningRate(LearningRate.cosine(5e-3));

  /** A parameter around an outcome, and the outcome. */
  private static float[][] pairs(double shift, boolean isAtOne, long seed) {
    Random random = new Random(seed);
    float[][] pairs = new float[2_000][];
    for (int i = 0; i < pairs.length; i++) {
      double outcome = isAtOne ? 1 : 2 * random.nextGaussian();
      double parameter = outcome + shift + random.nextGaussian();
      pairs[i] = new float[] {(float) parameter, (float) outcome};
    }
    return pairs;
  }

  private static LocalC2st of(double shift) {
    return LocalC2st.of(
        pairs(0, false, 1), pairs(shift, false, 2), pairs(shift, true, 3), RECIPE, PERMUTATIONS);
  }

  @Test
  void aRightPosteriorIsNotRejected() {
    LocalC2st right = of(0);
    assertTrue(right.pValue() > 1.0 / (1 + PERMUTATIONS), right::toString);
    assertTrue(right.statistic() < 0.01, right::toString);
  }

  /** Of two Gaussians whose means differ by one, labels can be told. */
  @Test
  void aShiftedPosteriorIsRejected() {
    LocalC2st shifted = of(1);
    assertEquals(1.0 / (1 + PERMUTATIONS), shifted.pValue(), shifted::toString);
    assertTrue(shifted.statistic() > 0.02, shifted::toString);
  }
}
