package io.github.tfflows.gallery.shuttle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The exact quality of a score that should rank positives above negatives, by the counts at each
 * threshold, from above the highest score to the lowest. Equal scores share one threshold.
 */
record Ranking(List<Step> steps) {
  /** The numbers of positives (hits) and negatives (alarms) at or above a threshold. */
  record Step(int hits, int alarms) {}

  Ranking {
    steps = List.copyOf(steps);
  }

  /**
   * Ranks two groups by their scores.
   *
   * @throws IllegalArgumentException if a group is empty or a score is not a number
   */
  static Ranking of(double[] negatives, double[] positives) {
    double[] below = ascending("negative", negatives);
    double[] above = ascending("positive", positives);
    int i = above.length;
    int j = below.length;
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(0, 0));
    while (i > 0 || j > 0) {
      boolean positiveIsNext = j == 0 || (i > 0 && above[i - 1] >= below[j - 1]);
      double threshold = positiveIsNext ? above[i - 1] : below[j - 1];
      i = dropFrom(above, i, threshold);
      j = dropFrom(below, j, threshold);
      steps.add(new Step(above.length - i, below.length - j));
    }
    return new Ranking(steps);
  }

  /**
   * The area under the receiver operating characteristic: the probability that a positive scores
   * above a negative, a tie counting one half. Trapezes under the curve are exact.
   */
  double auroc() {
    double area = 0;
    for (int k = 1; k < steps.size(); k++) {
      Step from = steps.get(k - 1);
      Step to = steps.get(k);
      area += 0.5 * (from.hits + to.hits) * (to.alarms - from.alarms);
    }
    return area / last().hits / last().alarms;
  }

  /** {@code Σ (Rₖ - Rₖ₋₁) Pₖ} with the recall R and the precision P at threshold k. */
  double averagePrecision() {
    double sum = 0;
    for (int k = 1; k < steps.size(); k++) {
      Step at = steps.get(k);
      double gained = at.hits - steps.get(k - 1).hits;
      sum += gained * at.hits / (at.hits + at.alarms);
    }
    return sum / last().hits;
  }

  /** The share of positives at or above each threshold. */
  double[] truePositiveRates() {
    return each(step -> (double) step.hits / last().hits);
  }

  /** The share of negatives at or above each threshold. */
  double[] falsePositiveRates() {
    return each(step -> (double) step.alarms / last().alarms);
  }

  /** The largest share of positives found while the share of negatives stays within a limit. */
  double recallAt(double falsePositiveRate) {
    return steps.stream()
        .filter(step -> step.alarms <= falsePositiveRate * last().alarms)
        .mapToDouble(step -> (double) step.hits / last().hits)
        .max()
        .orElse(0);
  }

  private double[] each(ToDoubleFunction<Step> rate) {
    return steps.stream().mapToDouble(rate).toArray();
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  private static double[] ascending(String group, double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("a ranking needs at least one " + group + ", got none");
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted); // NaN comes last, and 0 after -0
    if (Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("a " + group + " has the score NaN, expected a number");
    }
    return sorted;
  }

  /** The number of scores below the threshold, among the first {@code end} in ascending order. */
  private static int dropFrom(double[] ascending, int end, double threshold) {
    int at = end;
    while (at > 0 && ascending[at - 1] >= threshold) {
      at--;
    }
    return at;
  }
}
