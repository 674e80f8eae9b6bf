package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.Rows;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.stat.ranking.NaturalRanking;

/**
 * Whether two sets of rows come from one distribution, whatever it is: the energy distance {@code 2
 * E|X - Y| - E|X - X'| - E|Y - Y'|} (Székely and Rizzo, 2013, doi:10.1016/j.jspi.2013.03.018),
 * against its values when the rows change sides at random.
 *
 * <p>Rows are compared by the ranks of their entries among all rows, from 0 to 1, so that every
 * column counts the same and no far value outweighs the others.
 *
 * @param distance the energy distance of the ranks; zero for equal sets
 * @param pValue the share of permutations with a distance at least as large, the observed one
 *     included
 * @param rows how many rows of each side were compared
 * @param permutations how often the rows changed sides
 */
public record EnergyTest(double distance, double pValue, int rows, int permutations) {
  /**
   * Compares as many rows of one set as of another.
   *
   * @param x independent rows
   * @param y as many independent rows of the same length
   * @param permutations how often rows change sides
   * @param seed equal seeds give equal p-values
   * @return the test
   * @throws IllegalArgumentException if there are fewer than two rows or not as many of both
   */
  static EnergyTest of(Rows x, Rows y, int permutations, long seed) {
    if (x.count() != y.count() || x.count() < 2 || x.size() != y.size()) {
      throw new IllegalArgumentException(
          "expected two sets of as many rows, at least 2, got %s and %s".formatted(x, y));
    }
    Distances between = Distances.of(ranks(stacked(x, y)));
    int[] order = IntStream.range(0, 2 * x.count()).toArray();
    double observed = between.energy(order);
    Random random = new Random(seed);
    int asLarge = 1;
    for (int i = 0; i < permutations; i++) {
      shuffle(order, random);
      asLarge += between.energy(order) >= observed ? 1 : 0;
    }
    return new EnergyTest(observed, asLarge / (permutations + 1.0), x.count(), permutations);
  }

  /** The energy distance of as many rows of one set as of another, without ranks. */
  static double distance(Rows x, Rows y) {
    return Distances.of(stacked(x, y)).energy(IntStream.range(0, 2 * x.count()).toArray());
  }

  private static double[][] stacked(Rows x, Rows y) {
    double[][] columns = new double[x.size()][2 * x.count()];
    for (int column = 0; column < x.size(); column++) {
      System.arraycopy(Columns.of(x, column), 0, columns[column], 0, x.count());
      System.arraycopy(Columns.of(y, column), 0, columns[column], x.count(), x.count());
    }
    return columns;
  }

  /** Ranks within each column, equal values sharing the mean of theirs. */
  private static double[][] ranks(double[][] columns) {
    double[][] ranks = new double[columns.length][];
    for (int column = 0; column < columns.length; column++) {
      ranks[column] = new NaturalRanking().rank(columns[column]);
      for (int i = 0; i < ranks[column].length; i++) {
        ranks[column][i] = (ranks[column][i] - 0.5) / ranks[column].length;
      }
    }
    return ranks;
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
  }

  /**
   * The distances between all rows.
   *
   * @param between each from each
   * @param sums of a row from all others
   * @param total over all pairs
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Distances(float[][] between, double[] sums, double total) {
    static Distances of(double[][] columns) {
      int n = columns[0].length;
      float[][] between = new float[n][n];
      double[] sums = new double[n];
      double total = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          between[i][j] = (float) distance(columns, i, j);
          between[j][i] = between[i][j];
          sums[i] += between[i][j];
          sums[j] += between[i][j];
          total += between[i][j];
        }
      }
      return new Distances(between, sums, total);
    }

    private static double distance(double[][] columns, int i, int j) {
      double squares = 0;
      for (double[] column : columns) {
        squares += (column[i] - column[j]) * (column[i] - column[j]);
      }
      return Math.sqrt(squares);
    }

    /**
     * The energy distance of the first half of the rows, in a given order, from the second. Of the
     * three sums only that over the first half is computed; the others follow from the totals.
     */
    double energy(int[] order) {
      int n = order.length / 2;
      double within = 0;
      double all = 0;
      for (int i = 0; i < n; i++) {
        float[] from = between[order[i]];
        all += sums[order[i]];
        for (int j = 0; j < i; j++) {
          within += from[order[j]];
        }
      }
      double across = all - 2 * within;
      return 2 * (2 * across - total) / ((double) n * n);
    }
  }
}
