package io.github.tfflows.gallery.inference;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A test of the posterior of one outcome by classifiers that tell true parameters from draws of the
 * posterior (local C2ST: Linhart et al., 2023, arXiv:2306.03580, algorithms 1 and 2). The statistic
 * is the mean of {@code (p - 1/2)²} over draws given the outcome, with the probability {@code p}
 * that a classifier gives them. Under the hypothesis that the posterior is right labels mean
 * nothing, so that classifiers of permuted labels show its distribution.
 *
 * @param statistic the statistic
 * @param pValue the share of permutations with at least this statistic
 */
public record LocalTwoSampleTest(double statistic, double pValue) {
  private static final int DRAWS = 2_000;

  /**
   * Runs the test.
   *
   * @param posterior the posterior
   * @param truths parameters drawn from the prior
   * @param outcomes what the simulator yields for each
   * @param observed the outcome in question
   * @param training the recipe of a classifier
   * @param permutations the number of classifiers of permuted labels
   */
  public static LocalTwoSampleTest of(
      NeuralPosterior posterior,
      float[][] truths,
      float[][] outcomes,
      float[] observed,
      Training training,
      int permutations) {
    List<float[]> rows = new ArrayList<>();
    float[][] drawn = posterior.given(outcomes).sample(outcomes.length, 1);
    for (int i = 0; i < truths.length; i++) {
      rows.add(joined(truths[i], outcomes[i]));
      rows.add(joined(drawn[i], outcomes[i]));
    }
    Standardize units = Standardize.fit(rows.toArray(float[][]::new));
    List<float[]> labels = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      labels.add(new float[] {i % 2});
    }
    float[][] at = posterior.given(observed).sample(DRAWS, 2);
    float[][] context = scaled(units, each(at, observed));
    float[][] contexts = scaled(units, rows);
    double statistic = statistic(labels, contexts, context, training);
    int above = 0;
    Random random = new Random(training.seed());
    for (int i = 0; i < permutations; i++) {
      Collections.shuffle(labels, random);
      above += statistic(labels, contexts, context, training) >= statistic ? 1 : 0;
    }
    return new LocalTwoSampleTest(statistic, (1.0 + above) / (1 + permutations));
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

  private static List<float[]> each(float[][] parameters, float[] outcome) {
    List<float[]> rows = new ArrayList<>();
    for (float[] row : parameters) {
      rows.add(joined(row, outcome));
    }
    return rows;
  }

  private static float[] joined(float[] parameters, float[] outcome) {
    float[] row = new float[parameters.length + outcome.length];
    System.arraycopy(parameters, 0, row, 0, parameters.length);
    System.arraycopy(outcome, 0, row, parameters.length, outcome.length);
    return row;
  }

  private static float[][] scaled(Standardize units, List<float[]> rows) {
    float[][] scaled = new float[rows.size()][];
    for (int i = 0; i < scaled.length; i++) {
      float[] row = rows.get(i).clone();
      for (int k = 0; k < row.length; k++) {
        row[k] = (float) ((row[k] - units.mean().get(k)) / units.scale().get(k));
      }
      scaled[i] = row;
    }
    return scaled;
  }
}
