package io.github.tfflows.gallery.inference;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A test of the posterior of one outcome by classifiers that separate true parameters from draws of
 * the posterior (local C2ST: Linhart et al., 2023, arXiv:2306.03580, algorithms 1 and 2). The
 * statistic is the mean of {@code (p - 1/2)²} over draws given the outcome, where {@code p} is the
 * probability of a draw by a classifier. If the posterior is right, labels are random, and
 * classifiers of permuted labels show the distribution of the statistic.
 *
 * @param pValue the share of permutations with at least this statistic
 */
public record LocalC2st(double statistic, double pValue) {
  private static final int DRAWS = 2_000;

  /**
   * Runs the test.
   *
   * @param truths parameters drawn from the prior
   * @param outcomes the outcome of the simulator for each
   * @param observed the outcome in question
   * @param training the recipe of a classifier
   * @param permutations the number of classifiers of permuted labels
   */
  public static LocalC2st of(
      NeuralPosterior posterior,
      float[][] truths,
      float[][] outcomes,
      float[] observed,
      Training training,
      int permutations) {
    float[][] drawn = posterior.given(outcomes).sample(outcomes.length, 1);
    float[][] at = posterior.given(observed).sample(DRAWS, 2);
    float[][] repeated = Collections.nCopies(DRAWS, observed).toArray(float[][]::new);
    return of(
        joined(truths, outcomes),
        joined(drawn, outcomes),
        joined(at, repeated),
        training,
        permutations);
  }

  /** Compares true rows with drawn rows. The statistic is computed from draws at the outcome. */
  static LocalC2st of(
      float[][] truths, float[][] drawn, float[][] at, Training training, int permutations) {
    float[][] all =
        Stream.concat(Arrays.stream(truths), Arrays.stream(drawn)).toArray(float[][]::new);
    StandardColumns units = StandardColumns.fit(all);
    List<float[]> labels = new ArrayList<>(Collections.nCopies(truths.length, new float[] {0}));
    labels.addAll(Collections.nCopies(drawn.length, new float[] {1}));
    double statistic = statistic(labels, units.of(all), units.of(at), training);
    int above = 0;
    Random random = new Random(training.seed());
    for (int i = 0; i < permutations; i++) {
      Collections.shuffle(labels, random);
      above += statistic(labels, units.of(all), units.of(at), training) >= statistic ? 1 : 0;
    }
    return new LocalC2st(statistic, (1.0 + above) / (1 + permutations));
  }

  private static double statistic(
      List<float[]> labels, float[][] contexts, float[][] at, Training training) {
    Data data = Data.of(labels.toArray(float[][]::new), contexts);
    try (CompiledDistribution model = training.fit(new Classifier(Mlp.of(64, 64)), data)) {
      float[][] ones = Collections.nCopies(at.length, new float[] {1}).toArray(float[][]::new);
      double sum = 0;
      for (float logProb : model.given(at).logProb(ones)) {
        double excess = Math.exp(logProb) - 0.5;
        sum += excess * excess;
      }
      return sum / at.length;
    }
  }

  private static float[][] joined(float[][] parameters, float[][] outcomes) {
    float[][] rows = new float[parameters.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(parameters[i], parameters[i].length + outcomes[i].length);
      System.arraycopy(outcomes[i], 0, rows[i], parameters[i].length, outcomes[i].length);
    }
    return rows;
  }
}
