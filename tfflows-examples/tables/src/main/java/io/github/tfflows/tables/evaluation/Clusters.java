package io.github.tfflows.tables.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resemblance of rows of a group, in a sample of whole groups. A mean over rows has the
 * variance of a mean over independent rows times the design effect {@code 1 + (size - 1) ·
 * correlation} (Kish, 1965, <i>Survey Sampling</i>, chapter 5).
 *
 * @param count the number of groups; zero if rows are independent
 * @param size the mean, over the rows, of the number of rows in the group of a row
 * @param correlations the intraclass correlation of each statistic, from 0 to 1
 */
public record Clusters(int count, double size, List<Float> correlations) {
  /** Independent rows. */
  static final Clusters NONE = new Clusters(0, 1, List.of());

  public Clusters {
    correlations = List.copyOf(correlations);
  }

  /**
   * Estimates correlations from the sums of groups.
   *
   * @param groups the group of each row, at least one
   * @param statistics the numbers of each statistic, one for each row: of mean zero over the rows
   *     with a value, and zero for those without one
   */
  static Clusters of(float[] groups, Stream<double[]> statistics) {
    int[] places = places(groups);
    int count = Arrays.stream(places).max().orElseThrow() + 1;
    double size = size(groups);
    return new Clusters(
        count,
        size,
        statistics.map(numbers -> (float) correlation(numbers, places, count, size)).toList());
  }

  /**
   * Returns the mean, over rows, of the number of rows in the group of a row; one without groups.
   */
  public static double size(float[] groups) {
    if (groups.length == 0) {
      return 1;
    }
    int[] sizes = new int[groups.length];
    for (int place : places(groups)) {
      sizes[place]++;
    }
    return Arrays.stream(sizes).mapToDouble(size -> (double) size * size).sum() / groups.length;
  }

  /** Numbers the groups of rows in the order of their first rows. */
  private static int[] places(float[] groups) {
    Map<Float, Integer> numbers = new HashMap<>();
    int[] places = new int[groups.length];
    for (int row = 0; row < groups.length; row++) {
      places[row] = numbers.computeIfAbsent(groups[row], group -> numbers.size());
    }
    return places;
  }

  /** Returns the correlation, or one if the groups do not show it. */
  private static double correlation(double[] numbers, int[] places, int count, double size) {
    double[] sums = new double[count];
    for (int row = 0; row < places.length; row++) {
      sums[places[row]] += numbers[row];
    }
    double between = squares(sums);
    double all = squares(numbers);
    if (count == 1 || size == 1 || all == 0) {
      return 1;
    }
    double effect = count / (count - 1.0) * between / all;
    return Math.max(0, Math.min(1, (effect - 1) / (size - 1)));
  }

  private static double squares(double[] numbers) {
    return Arrays.stream(numbers).map(number -> number * number).sum();
  }

  /**
   * Returns the design effect of a statistic in rows like these.
   *
   * @param size the mean, over these rows, of the number of rows in the group of a row
   */
  double effect(int statistic, double size) {
    if (count == 0) {
      return 1;
    }
    return 1 + (size - 1) * (statistic < correlations.size() ? correlations.get(statistic) : 1);
  }

  /**
   * Returns the squared normal number at the probability of a squared number whose variance was
   * estimated from the groups (approximately, by Bartlett, 1938, <i>Proceedings of the Cambridge
   * Philosophical Society</i> 34, 33-40).
   */
  double asKnown(double square) {
    double freedom = Math.max(1, count - 1);
    return (freedom - 0.5) * Math.log1p(square / freedom);
  }

  String text() {
    return Stream.concat(Stream.of(count, size), correlations.stream())
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  static Clusters parse(List<String> words) {
    return new Clusters(
        Integer.parseInt(words.get(0)),
        Double.parseDouble(words.get(1)),
        words.stream().skip(2).map(Float::valueOf).toList());
  }
}
