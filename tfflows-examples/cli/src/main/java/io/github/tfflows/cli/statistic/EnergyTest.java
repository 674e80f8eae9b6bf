package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Rows;
import java.util.stream.IntStream;
import org.hipparchus.linear.BlockRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.util.MathArrays;

/**
 * A test of whether two sets of rows have the same distribution: the energy distance {@code 2 E|X -
 * Y| - E|X - X'| - E|Y - Y'|} (Székely and Rizzo, 2013, doi:10.1016/j.jspi.2013.03.018), against
 * its values under random permutations of the rows.
 *
 * <p>Rows are compared by the ranks of their entries among all rows, from 0 to 1, so that every
 * column counts the same and no far value outweighs the others.
 *
 * @param distance the energy distance of the ranks; zero for equal sets
 * @param pValue the share of permutations with a distance at least as large, the observed one
 *     included
 * @param rows the number of rows of each set
 */
public record EnergyTest(double distance, double pValue, int rows, int permutations) {
  /**
   * Compares two sets of equally many rows.
   *
   * @param x independent rows
   * @param y as many independent rows of the same length
   * @param seed equal seeds give equal p-values
   * @throws IllegalArgumentException if there are fewer than two rows, or the numbers of rows
   *     differ
   */
  public static EnergyTest of(Rows x, Rows y, int permutations, long seed) {
    if (x.count() != y.count() || x.count() < 2 || x.size() != y.size()) {
      throw new IllegalArgumentException(
          "expected two sets of as many rows, at least 2, got %s and %s".formatted(x, y));
    }
    Distances between = Distances.of(ranks(stacked(x, y)));
    int[] order = IntStream.range(0, 2 * x.count()).toArray();
    double observed = between.energy(order);
    RandomGenerator random = new Well19937c(seed);
    int asLarge = 1;
    for (int i = 0; i < permutations; i++) {
      MathArrays.shuffle(order, random);
      asLarge += between.energy(order) >= observed ? 1 : 0;
    }
    return new EnergyTest(observed, asLarge / (permutations + 1.0), x.count(), permutations);
  }

  /** The energy distance of two sets of equally many rows, without ranks. */
  static double distance(Rows x, Rows y) {
    return Distances.of(stacked(x, y)).energy(IntStream.range(0, 2 * x.count()).toArray());
  }

  private static RealMatrix stacked(Rows x, Rows y) {
    RealMatrix rows = new BlockRealMatrix(2 * x.count(), x.size());
    for (int column = 0; column < x.size(); column++) {
      rows.setColumn(column, MathArrays.concatenate(Columns.of(x, column), Columns.of(y, column)));
    }
    return rows;
  }

  /** Ranks within each column from 0 to 1. Equal values share the mean of their ranks. */
  private static RealMatrix ranks(RealMatrix rows) {
    RealMatrix ranks = rows.createMatrix(rows.getRowDimension(), rows.getColumnDimension());
    for (int column = 0; column < rows.getColumnDimension(); column++) {
      ranks.setColumn(column, new NaturalRanking().rank(rows.getColumn(column)));
    }
    return ranks.scalarAdd(-0.5).scalarMultiply(1.0 / rows.getRowDimension());
  }

  /**
   * The distances between all rows: for each pair, summed for each row over all others, and in
   * total over all pairs.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Distances(float[][] between, double[] sums, double total) {
    static Distances of(RealMatrix matrix) {
      double[][] rows = matrix.getData();
      float[][] between = new float[rows.length][rows.length];
      double[] sums = new double[rows.length];
      double total = 0;
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < i; j++) {
          between[i][j] = (float) MathArrays.distance(rows[i], rows[j]);
          between[j][i] = between[i][j];
          sums[i] += between[i][j];
          sums[j] += between[i][j];
          total += between[i][j];
        }
      }
      return new Distances(between, sums, total);
    }

    /**
     * The energy distance of the first half of the rows, in a given order, from the second half.
     * Only the sum over the first half is computed; the other two sums follow from the totals.
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
