package io.github.tfflows.tables.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The counts of a column's values in cells: intervals of numbers, or names. Neyman's smooth test of
 * two samples (1937, <i>Skandinavisk Aktuarietidskrift</i> 20, 149-199) compares new numbers with
 * it, by contrasts of the cells' ranks for location, scale and asymmetry. Pearson's test of all
 * cells compares names. A further contrast compares the shares of missing values.
 *
 * @param cuts the upper ends of the intervals except the last; empty for names
 * @param counts the number of rows in each cell, and last the number of missing values
 * @param clusters the resemblance of rows of a group: in missing values, and then in the contrasts
 *     of numbers, or in names
 */
public record ColumnProfile(List<Float> cuts, List<Integer> counts, Clusters clusters) {
  /** Intervals of numbers, of about equal counts. */
  private static final int CELLS = 32;

  /** Contrasts of ranks: location, scale, asymmetry. */
  private static final int CONTRASTS = 3;

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
    return counted(cuts, cuts.size() + 1, values);
  }

  /**
   * Counts the names of a column by the index of the name of each row, at least {@code names} for
   * an unseen one; NaN if missing.
   */
  public static ColumnProfile ofNames(int names, float[] values) {
    return counted(List.of(), names + 1, values);
  }

  private static ColumnProfile counted(List<Float> cuts, int cells, float[] values) {
    List<Integer> none = Collections.nCopies(cells + 1, 0);
    ColumnProfile empty = new ColumnProfile(cuts, none, Clusters.NONE);
    return new ColumnProfile(cuts, empty.countsOf(values), Clusters.NONE);
  }

  /**
   * Returns the profile with the resemblance of rows of a group.
   *
   * @param values the counted values
   * @param groups the group of each row, equal numbers for one group; empty if rows are independent
   */
  public ColumnProfile grouped(float[] values, float[] groups) {
    if (groups.length == 0) {
      return this;
    }
    int[] places = IntStream.range(0, values.length).map(row -> place(values[row])).toArray();
    int[] gaps = IntStream.of(places).map(place -> place < missing() ? 0 : 1).toArray();
    double[] present = Arrays.copyOf(numbers(counts), missing());
    Stream<double[]> ofValues = isOfNames() ? indicators(present) : contrasts(present, CONTRASTS);
    Stream<double[]> statistics =
        Stream.concat(
            ofRows(gaps, indicators(presentAndMissing(numbers(counts))).limit(1)),
            ofRows(places, ofValues));
    return new ColumnProfile(cuts, counts, Clusters.of(groups, statistics));
  }

  /** Returns the number of each row by that of its cell; zero if it has none. */
  private static Stream<double[]> ofRows(int[] places, Stream<double[]> ofCells) {
    return ofCells.map(
        numbers ->
            IntStream.of(places)
                .mapToDouble(place -> place < numbers.length ? numbers[place] : 0)
                .toArray());
  }

  private static Stream<double[]> contrasts(double[] counts, int most) {
    double all = total(counts);
    return CellComparison.polynomials(
        DoubleStream.of(counts).map(count -> count / all).toArray(), most)
        .stream();
  }

  /** Returns the deviations of a name's indicator from its share, for each name. */
  private static Stream<double[]> indicators(double[] counts) {
    double all = total(counts);
    return IntStream.range(0, counts.length)
        .mapToObj(
            name -> {
              double[] numbers = new double[counts.length];
              Arrays.fill(numbers, -counts[name] / all);
              numbers[name]++;
              return numbers;
            });
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
  private List<Integer> countsOf(float[] values) {
    int[] all = new int[counts.size()];
    for (float value : values) {
      all[place(value)]++;
    }
    return IntStream.of(all).boxed().toList();
  }

  /** The cell of a value: a name, the first interval whose upper end is not below, or the last. */
  private int place(float value) {
    if (Float.isNaN(value)) {
      return missing();
    }
    if (isOfNames()) {
      return Math.min((int) value, missing() - 1);
    }
    int place = Collections.binarySearch(cuts, value);
    return place < 0 ? -place - 1 : place;
  }

  /** The number of the last cell, that of missing values. */
  private int missing() {
    return counts.size() - 1;
  }

  private boolean isOfNames() {
    return cuts.isEmpty() && counts.size() > 2;
  }

  /**
   * Compares new values with these counts. The values have the same form as the counted ones.
   *
   * @param groupSize the mean, over the rows, of the number of rows in the group of a row
   * @throws IllegalArgumentException if new rows are in groups, and the counted ones are not
   */
  public Agreement with(float[] values, double groupSize) {
    if (groupSize > 1 && clusters.count() == 0) {
      throw new IllegalArgumentException(
          "the profile has no groups, expected those of the fit: fit the model again");
    }
    double[] before = numbers(counts);
    double[] after = numbers(countsOf(values));
    CellComparison cells = new CellComparison(clusters, groupSize);
    CellComparison.Sum sum = CellComparison.Sum.NONE;
    if (before[missing()] + after[missing()] > 0 && values.length > 0) {
      sum = sum.plus(cells.contrasts(presentAndMissing(before), presentAndMissing(after), 1, 0));
    }
    double[] present = Arrays.copyOf(before, missing());
    double[] newPresent = Arrays.copyOf(after, missing());
    if (total(present) > 0 && total(newPresent) > 0) {
      sum =
          sum.plus(
              isOfNames()
                  ? cells.names(present, newPresent, 1)
                  : cells.contrasts(present, newPresent, CONTRASTS, 1));
    }
    return new Agreement(
        sum.pValue(),
        isOfNames() ? Double.NaN : higher(present, newPresent),
        before[missing()] / total(before),
        after[missing()] / total(after));
  }

  private double[] presentAndMissing(double[] counts) {
    return new double[] {total(counts) - counts[missing()], counts[missing()]};
  }

  private static double[] numbers(List<Integer> counts) {
    return counts.stream().mapToDouble(count -> count).toArray();
  }

  private static double total(double[] counts) {
    return DoubleStream.of(counts).sum();
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

  /** The text of a model's description. */
  public String text() {
    String text = joined(cuts) + ";" + joined(counts);
    return clusters.equals(Clusters.NONE) ? text : text + ";" + clusters.text();
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
          words(parts[1]).stream().map(Integer::valueOf).toList(),
          parts.length == 2 ? Clusters.NONE : Clusters.parse(words(parts[2])));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("expected the profile of a column, got " + text, e);
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
