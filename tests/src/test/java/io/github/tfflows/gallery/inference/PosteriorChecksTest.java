package io.github.tfflows.gallery.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks of posteriors: ranks, regions, and classifiers. */
class PosteriorChecksTest {
  private static final int TRIALS = 300;
  private static final int DRAWS = 200;

  /** Posteriors {@code N(mean, 1)} of truths around random means, times a wrong scale. */
  private static Calibration gaussian(double scale, double shift) {
    Random random = new Random(4);
    float[][] truths = new float[TRIALS][2];
    float[][][] draws = new float[TRIALS][DRAWS][2];
    float[][] logs = new float[TRIALS][DRAWS];
    float[] logsOfTruths = new float[TRIALS];
    for (int i = 0; i < TRIALS; i++) {
      float[] mean = {(float) (2 * random.nextGaussian()), (float) (2 * random.nextGaussian())};
      draw(truths[i], mean, 1, 0, random);
      logsOfTruths[i] = log(truths[i], mean, scale, shift);
      for (int j = 0; j < DRAWS; j++) {
        draw(draws[i][j], mean, scale, shift, random);
        logs[i][j] = log(draws[i][j], mean, scale, shift);
      }
    }
    return new Calibration(truths, draws, logs, logsOfTruths);
  }

  private static void draw(float[] row, float[] mean, double scale, double shift, Random random) {
    for (int k = 0; k < 2; k++) {
      row[k] = (float) (mean[k] + shift + scale * random.nextGaussian());
    }
  }

  private static float log(float[] row, float[] mean, double scale, double shift) {
    double sum = 0;
    for (int k = 0; k < 2; k++) {
      sum -= 0.5 * Math.pow((row[k] - mean[k] - shift) / scale, 2);
    }
    return (float) sum;
  }

  @Test
  void aRightPosteriorPassesEveryCheck() {
    Calibration right = gaussian(1, 0);
    assertTrue(Calibration.uniformity(right.ranks(0)) > 0.01);
    assertTrue(Calibration.uniformity(right.ranks(1)) > 0.01);
    assertTrue(Calibration.uniformity(right.coverage()) > 0.01);
    assertTrue(Calibration.uniformity(right.distances(1)) > 0.01);
  }

  @Test
  void aNarrowPosteriorFailsEveryCheck() {
    Calibration narrow = gaussian(0.5, 0);
    assertTrue(Calibration.uniformity(narrow.ranks(0)) < 1e-4);
    assertTrue(Calibration.uniformity(narrow.coverage()) < 1e-4);
    assertTrue(Calibration.uniformity(narrow.distances(1)) < 1e-4);
    double covered = Calibration.expected(narrow.coverage(), 0.5)[0];
    assertTrue(covered < 0.3, "covered " + covered);
  }

  @Test
  void aShiftedPosteriorFailsTheRanks() {
    assertTrue(Calibration.uniformity(gaussian(1, 0.7).ranks(0)) < 1e-4);
  }

  @Test
  void outcomesOfAnotherLengthAreRefused() {
    StandardColumns units = StandardColumns.fit(new float[][] {{1, 2}, {3, 4}});
    Expect.rejected(
        "expected 2 columns, got 3 in row 1", () -> units.of(new float[][] {{1, 2}, {1, 2, 3}}));
    Expect.rejected("expected 2 columns, got 1", () -> units.of(new float[][] {{1}}));
  }

  @Test
  void sharesAreThoseOfTheDefinitions() {
    float[][] truths = {{0, 0}, {1, 2}};
    float[][][] draws = {
      {{-1, 1}, {1, -1}, {0.5f, 0.5f}, {2, 2}}, {{0, 0}, {1, 1}, {2, 2}, {3, 3}}
    };
    float[][] logs = {{-1, -2, -3, -4}, {0, 0, 1, 1}};
    Calibration checks = new Calibration(truths, draws, logs, new float[] {-2.5f, 0});
    assertArrayEquals(new double[] {0.25, 0.25}, checks.ranks(0));
    assertArrayEquals(new double[] {0.25, 0.5}, checks.ranks(1));
    assertArrayEquals(new double[] {0.5, 0.5}, checks.coverage());
    // In units of the range, (x, y/2): the truths are (0, 0) and (1, 1).
    double[] nearer = checks.distances(new float[][] {{0.5f, 0.25f}, {0, 0}});
    assertArrayEquals(new double[] {0.25, 0.5}, nearer);
  }

  /**
   * {@code sbi.diagnostics.tarp._run_tarp} of sbi 0.27.0 counts 2, 3, 0 and 1 trials in four equal
   * bins from 0 to 1 for the same numbers.
   */
  @Test
  void distancesAreThoseOfSbi() {
    float[][] truths = new float[6][2];
    float[][] references = new float[6][2];
    float[][][] draws = new float[6][4][2];
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k < 2; k++) {
        truths[i][k] = number(2 * i + k);
        references[i][k] = number(500 + 2 * i + k) / 2 + 0.5f;
        for (int j = 0; j < 4; j++) {
          draws[i][j][k] = number(100 + 8 * i + 2 * j + k);
        }
      }
    }
    Calibration checks = new Calibration(truths, draws, new float[6][4], new float[6]);
    double[] found = checks.distances(references);
    Arrays.sort(found);
    assertArrayEquals(new double[] {0, 0, 0.25, 0.25, 0.25, 1}, found);
  }

  private static float number(int index) {
    return (index * index * 7919 + 13 * index) % 101 / 50f - 1;
  }

  @Test
  void expectedSharesCountThoseBelow() {
    double[] shares = {0.1, 0.2, 0.6, 0.9};
    assertArrayEquals(new double[] {0, 0.5, 0.75}, Calibration.expected(shares, 0.05, 0.5, 0.7));
  }

  @Test
  void rejectsBoxesWithoutAnInside() {
    Expect.rejected(
        "parameter 1, the lower one first, got 2.0 and 1.0",
        () -> new BoxPrior(List.of(0.0, 2.0), List.of(1.0, 1.0)));
    Expect.rejected("got 0 and 1", () -> new BoxPrior(List.of(1.0), List.of()));
  }

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

  @Tag("training")
  @Test
  void aRightPosteriorIsNotRejected() {
    LocalC2st right = of(0);
    assertTrue(right.pValue() > 1.0 / (1 + PERMUTATIONS), right::toString);
    assertTrue(right.statistic() < 0.01, right::toString);
  }

  /** Of two Gaussians whose means differ by one, labels can be told. */
  @Tag("training")
  @Test
  void aShiftedPosteriorIsRejected() {
    LocalC2st shifted = of(1);
    assertEquals(1.0 / (1 + PERMUTATIONS), shifted.pValue(), shifted::toString);
    assertTrue(shifted.statistic() > 0.02, shifted::toString);
  }
}
