package io.github.tfflows.tables.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The counts of a column's values in cells: intervals of numbers, or names. Neyman's smooth test of
 * two samples (1937, <i>Skandinavisk Aktuarietidskrift</i> 20, 149-199) compares new numbers with
 * it, by contrasts of the cells' ranks for location, scale and asymmetry. Pearson's test of all
 * cells compares names. A further contrast compares the shares of missing values.
 *
 * @param cuts the upper ends of the intervals except the last; empty for names
 * @param counts the number of rows in each cell, and last the number of missing values
 */
public record ColumnProfile(List<Float> cuts, List<Integer> counts) {
  /** Intervals of numbers, of about equal counts. */
  private static final int CELLS = 32;

  /** Contrasts of ranks: location, scale, asymmetry. */
  private static final int CONTRASTS = 3;

  /** The least expected count of a name in the smaller sample; rarer names share one cell. */
  private static final int LEAST = 5;

  /** The share of the false alarms that tests of few rows may cause. */
  private static final double FEW = 0.01;

  public ColumnProfile {
    cuts = List.copyOf(cuts);
    counts = List.copyOf(counts);
  }

  /** Counts the numbers of a column, one for each row; NaN if missing. */
  public static ColumnProfile ofNumbers(float[] values) {
    float[] sorted = present(values);
    Arrays.sort(sorted);
    List<Float> cuts = new ArrayList<>();
    for (int i = 1; i < CELLS && sorted.length > 0; i++) {
      float cut = sorted[(int) ((long) sorted.length * i / CELLS)];
      boolean isNew = cuts.isEmpty() || cuts.get(cuts.size() - 1) < cut;
      if (isNew) {
        cuts.add(cut);
      }
    }
    if (!cuts.isEmpty() && cuts.get(0) == sorted[0]) {
      cuts.add(0, Math.nextDown(sorted[0])); // for values below the least, which many rows share
    }
    return new ColumnProfile(cuts, counts(cuts.size() + 1, values, value -> cell(cuts, value)));
  }

  /**
   * Counts the names of a column by the index of the name of each row, at least {@code names} for
   * an unseen one; NaN if missing.
   */
  public static ColumnProfile ofNames(int names, float[] values) {
    return new ColumnProfile(List.of(), counts(names + 1, values, place -> name(names, place)));
  }

  private static float[] present(float[] values) {
    float[] present = new float[values.length];
    int count = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        present[count++] = value;
      }
    }
    return Arrays.copyOf(present, count);
  }

  /** Counts values by their cells, and last those that are missing. */
  private static List<Integer> counts(int cells, float[] values, DoubleToIntFunction cell) {
    int[] counts = new int[cells + 1];
    for (float value : values) {
      counts[Float.isNaN(value) ? cells : cell.applyAsInt(value)]++;
    }
    return IntStream.of(counts).boxed().toList();
  }

  /** The first interval whose upper end is not below a number. */
  private static int cell(List<Float> cuts, double value) {
    int place = Collections.binarySearch(cuts, (float) value);
    return place < 0 ? -place - 1 : place;
  }

  private static int name(int names, double place) {
    return Math.min((int) place, names);
  }

  private boolean isOfNames() {
    return cuts.isEmpty() && counts.size() > 2;
  }

  /** Compares new values with these counts. The values have the same form as the counted ones. */
  public Agreement with(float[] values) {
    int cells = counts.size() - 1;
    double[] before = counts.stream().mapToDouble(count -> count).toArray();
    double[] after =
        counts(cells, values, isOfNames() ? at -> name(cells - 1, at) : at -> cell(cuts, at))
            .stream()
            .mapToDouble(count -> count)
            .toArray();
    Sum sum = Sum.NONE;
    if (before[cells] + after[cells] > 0 && total(after) > 0) {
      double[] gaps = {total(before) - before[cells], before[cells]};
      double[] newGaps = {total(after) - after[cells], after[cells]};
      sum = sum.plus(contrasts(gaps, newGaps, 1));
    }
    double[] present = Arrays.copyOf(before, cells);
    double[] newPresent = Arrays.copyOf(after, cells);
    if (total(present) > 0 && total(newPresent) > 0) {
      sum =
          sum.plus(
              isOfNames()
                  ? frequencies(present, newPresent)
                  : contrasts(present, newPresent, CONTRASTS));
    }
    return new Agreement(
        sum.pValue(),
        isOfNames() ? Double.NaN : higher(present, newPresent),
        before[cells] / total(before),
        after[cells] / total(after));
  }

  /**
   * The agreement of new values with the values of the fit.
   *
   * @param pValue the probability of at least this difference under equal distributions
   * @param higher the share of pairs in which the new number is higher (equal ones count half): 0.5
   *     without a shift; NaN for names, or if all are missing
   * @param missingBefore the share of missing values in the fit
   * @param missing the share of missing values in the new rows
   */
  public record Agreement(double pValue, double higher, double missingBefore, double missing) {}

  /**
   * The statistics of several tests. {@code squares} is a sum of {@code freedom} squared normal
   * numbers; {@code few} is the least p-value of the tests of few rows, times the number of these
   * tests.
   */
  private record Sum(double squares, int freedom, double few) {
    static final Sum NONE = new Sum(0, 0, 1);

    Sum plus(Sum other) {
      double least = few < 1 && other.few < 1 ? 2 * Math.min(few, other.few) : few * other.few;
      return new Sum(squares + other.squares, freedom + other.freedom, least);
    }

    /**
     * Returns the joint p-value. Tests of few rows may cause only a hundredth of the false alarms,
     * since they are for drastic changes.
     */
    double pValue() {
      double many = freedom == 0 ? 1 : 1 - ChiSquared.cdf(squares, freedom);
      return few < 1 ? Math.min(1, Math.min(many / (1 - FEW), few / FEW)) : many;
    }
  }

  private static double total(double[] counts) {
    return DoubleStream.of(counts).sum();
  }

  /** Returns the share of pairs whose second cell is higher; equal ones count half. */
  private static double higher(double[] first, double[] second) {
    double below = 0;
    double pairs = 0;
    for (int i = 0; i < first.length; i++) {
      pairs += second[i] * (below + first[i] / 2);
      below += first[i];
    }
    return pairs / (total(first) * total(second));
  }

  /** Pearson's test of the frequencies of names in two samples. */
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
    return new Sum(cells > 1 ? sum : 0, Math.max(0, cells - 1), 1).plus(ofFew(rare, n, m));
  }

  /**
   * Returns whether the expected count in the smaller sample is too small for a normal
   * approximation.
   */
  private static boolean isRare(double both, double n, double m) {
    return both * Math.min(n, m) / (n + m) < LEAST;
  }

  /** Fisher's exact test of small counts in two samples. */
  private static Sum ofFew(double[] few, double n, double m) {
    double count = few[0] + few[1];
    if (count == 0) {
      return Sum.NONE;
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
    return new Sum(0, 0, Math.min(1, 2 * Math.min(below, above) / all));
  }

  private static double part(double one, double other, double n, double m) {
    double difference = Math.sqrt(m / n) * one - Math.sqrt(n / m) * other;
    return difference * difference / (one + other);
  }

  /** Contrasts of two samples by orthogonal polynomials of the ranks of their cells. */
  private static Sum contrasts(double[] first, double[] second, int most) {
    double n = total(first);
    double m = total(second);
    double[] weights = new double[first.length];
    int usual = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (first[i] + second[i]) / (n + m);
      usual = weights[i] > weights[usual] ? i : usual;
    }
    if (isRare((n + m) * (1 - weights[usual]), n, m)) { // nearly one value
      return ofFew(new double[] {n - first[usual], m - second[usual]}, n, m);
    }
    Sum sum = Sum.NONE;
    for (double[] contrast : polynomials(weights, most)) {
      double difference = 0;
      for (int i = 0; i < weights.length; i++) {
        difference += contrast[i] * (second[i] / m - first[i] / n);
      }
      sum = sum.plus(new Sum(difference * difference * n * m / (n + m), 1, 1));
    }
    return sum;
  }

  /** Polynomials of the middle ranks of cells, of mean zero and variance one, orthogonal. */
  private static List<double[]> polynomials(double[] weights, int most) {
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

  /** The text of a model's description. */
  public String text() {
    return joined(cuts) + ";" + joined(counts);
  }

  private static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  /**
   * Reads the text of a model's description.
   *
   * @throws IllegalArgumentException if it is not a profile
   */
  public static ColumnProfile parse(String text) {
    String[] parts = text.split(";", -1);
    try {
      return new ColumnProfile(
          words(parts[0]).stream().map(Float::valueOf).toList(),
          words(parts[1]).stream().map(Integer::valueOf).toList());
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("expected the profile of a column, got " + text, e);
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
