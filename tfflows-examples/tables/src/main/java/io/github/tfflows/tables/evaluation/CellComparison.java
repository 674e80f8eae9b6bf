package io.github.tfflows.tables.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Tests of whether two samples have the same shares of rows in cells, which are names or intervals.
 * The first sample determines how much rows of a group resemble each other.
 */
final class CellComparison {
  /** The least expected count of a name in the smaller sample; rarer names share one cell. */
  private static final int LEAST = 5;

  /** The share of the false alarms that tests of few rows may cause. */
  private static final double FEW = 0.01;

  private final Clusters clusters;
  private final double size;

  /**
   * Creates a comparison of samples.
   *
   * @param clusters the groups of the first sample
   * @param size the mean, over the rows of the second sample, of the number of rows in the group of
   *     a row
   */
  CellComparison(Clusters clusters, double size) {
    this.clusters = clusters;
    this.size = size;
  }

  /**
   * The statistics of several tests. Those of independent rows are independent, too.
   *
   * @param squares a sum of {@code freedom} squared normal numbers
   * @param separate tests of which each has its own p-value, in place of a square
   * @param few tests of few rows
   */
  record Sum(double squares, int freedom, Least separate, Least few) {
    static final Sum NONE = new Sum(0, 0, Least.NONE, Least.NONE);

    Sum plus(Sum other) {
      return new Sum(
          squares + other.squares,
          freedom + other.freedom,
          separate.and(other.separate),
          few.and(other.few));
    }

    /**
     * Returns the joint p-value. Tests of few rows may cause only a hundredth of the false alarms,
     * since they are for drastic changes.
     */
    double pValue() {
      double many = freedom == 0 ? separate.joint() : 1 - ChiSquared.cdf(squares, freedom);
      return few.tests == 0 ? many : Math.min(1, Math.min(many / (1 - FEW), few.joint() / FEW));
    }
  }

  /** The least p-value of several tests. */
  record Least(double pValue, int tests) {
    static final Least NONE = new Least(1, 0);

    Least and(Least other) {
      return new Least(Math.min(pValue, other.pValue), tests + other.tests);
    }

    /** Returns the joint p-value (Bonferroni). */
    double joint() {
      return tests == 0 ? 1 : Math.min(1, pValue * tests);
    }
  }

  private static double total(double[] counts) {
    return DoubleStream.of(counts).sum();
  }

  /**
   * Compares the frequencies of names in two samples: by Pearson's test or, if rows are in groups,
   * each name by itself.
   *
   * @param statistic the number of the first name's correlation among those of the first sample
   */
  Sum names(double[] first, double[] second, int statistic) {
    if (clusters.count() == 0) {
      return frequencies(first, second);
    }
    double n = total(first);
    double m = total(second);
    Sum sum = Sum.NONE;
    for (int i = 0; i < first.length && first.length > 1; i++) {
      double[] before = {n - first[i], first[i]};
      double[] after = {m - second[i], second[i]};
      sum = sum.plus(contrasts(before, after, 1, statistic + i));
    }
    return sum;
  }

  /** Pearson's test. */
  private static Sum frequencies(double[] first, double[] second) {
    double n = total(first);
    double m = total(second);
    double sum = 0;
    int cells = 0;
    double[] rare = new double[2];
    for (int i = 0; i < first.length; i++) {
      if (isRare(first[i] + second[i], n, m)) {
        rare[0] += first[i];
        rare[1] += second[i];
      } else {
        sum += part(first[i], second[i], n, m);
        cells++;
      }
    }
    if (!isRare(rare[0] + rare[1], n, m)) {
      sum += part(rare[0], rare[1], n, m);
      cells++;
      rare = new double[2];
    }
    return new Sum(cells > 1 ? sum : 0, Math.max(0, cells - 1), Least.NONE, ofFew(rare, n, m));
  }

  /**
   * Returns whether the expected count in the smaller sample is too small for a normal
   * approximation.
   */
  private static boolean isRare(double both, double n, double m) {
    return both * Math.min(n, m) / (n + m) < LEAST;
  }

  /** Fisher's exact test of small counts in two samples. */
  private static Least ofFew(double[] few, double n, double m) {
    double count = few[0] + few[1];
    if (count == 0) {
      return Least.NONE;
    }
    double size = Math.min(n, m);
    double inSmaller = n <= m ? few[0] : few[1];
    double least = Math.max(0, count - Math.max(n, m));
    double below = 0;
    double above = 0;
    double all = 0;
    double next = 1; // the probabilities in units of the first one
    for (double i = least; i <= Math.min(count, size); i++) {
      below += i <= inSmaller ? next : 0;
      above += i >= inSmaller ? next : 0;
      all += next;
      next *= (count - i) * (size - i) / ((i + 1) * (n + m - size - count + i + 1));
    }
    double pValue = 2 * Math.min(below, above) / all;
    return pValue < 1 ? new Least(pValue, 1) : Least.NONE;
  }

  private static double part(double one, double other, double n, double m) {
    double difference = Math.sqrt(m / n) * one - Math.sqrt(n / m) * other;
    return difference * difference / (one + other);
  }

  /**
   * Contrasts of two samples by orthogonal polynomials of the ranks of their cells.
   *
   * @param statistic the number of the first contrast's correlation among those of the first sample
   */
  Sum contrasts(double[] first, double[] second, int most, int statistic) {
    double n = total(first);
    double m = total(second);
    double[] weights = new double[first.length];
    int usual = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (first[i] + second[i]) / (n + m);
      usual = weights[i] > weights[usual] ? i : usual;
    }
    double before = Math.rint(n / clusters.size()); // rows of a group may all be unusual
    double after = Math.rint(m / size);
    if (isRare((before + after) * (1 - weights[usual]), before, after)) { // nearly one value
      double[] few = {
        Math.rint((n - first[usual]) / clusters.size()), Math.rint((m - second[usual]) / size)
      };
      return new Sum(0, 0, Least.NONE, ofFew(few, before, after));
    }
    Sum sum = Sum.NONE;
    int next = statistic;
    for (double[] contrast : polynomials(weights, most)) {
      double difference = 0;
      for (int i = 0; i < weights.length; i++) {
        difference += contrast[i] * (second[i] / m - first[i] / n);
      }
      double square =
          difference
              * difference
              / (clusters.effect(next, clusters.size()) / n + clusters.effect(next, size) / m);
      sum = sum.plus(clusters.count() == 0 ? ofSquare(square) : ofEstimated(square));
      next++;
    }
    return sum;
  }

  private static Sum ofSquare(double square) {
    return new Sum(square, 1, Least.NONE, Least.NONE);
  }

  /** The contrasts of groups depend on each other. */
  private Sum ofEstimated(double square) {
    double pValue = 1 - ChiSquared.cdf(clusters.asKnown(square), 1);
    return new Sum(0, 0, new Least(pValue, 1), Least.NONE);
  }

  /** Polynomials of the middle ranks of cells, of mean zero and variance one, orthogonal. */
  static List<double[]> polynomials(double[] weights, int most) {
    double[] ranks = new double[weights.length];
    double below = 0;
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = below + weights[i] / 2;
      below += weights[i];
    }
    List<double[]> found = new ArrayList<>();
    found.add(DoubleStream.generate(() -> 1).limit(ranks.length).toArray());
    for (int degree = 1; degree <= most; degree++) {
      int power = degree;
      double[] next = DoubleStream.of(ranks).map(rank -> Math.pow(rank - 0.5, power)).toArray();
      for (double[] other : found) {
        double along = product(next, other, weights);
        for (int i = 0; i < next.length; i++) {
          next[i] -= along * other[i];
        }
      }
      double length = Math.sqrt(product(next, next, weights));
      if (length < 1e-6) {
        break; // fewer cells than contrasts
      }
      found.add(DoubleStream.of(next).map(value -> value / length).toArray());
    }
    return found.subList(1, found.size());
  }

  private static double product(double[] one, double[] other, double[] weights) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += weights[i] * one[i] * other[i];
    }
    return sum;
  }
}
