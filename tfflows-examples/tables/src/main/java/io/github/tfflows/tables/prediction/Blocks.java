package io.github.tfflows.tables.prediction;

import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Draws of rows in blocks, of which one is in memory at a time. */
final class Blocks {
  private static final int MOST_DRAWS = 1 << 17;

  /**
   * Returns the draws of each row.
   *
   * @param each the number of draws of a row
   * @param block returns the draws of some rows for a seed
   */
  static double[][] draws(
      int rows, int each, long seed, BiFunction<int[], Long, double[][]> block) {
    double[][] all = new double[rows][];
    int size = Math.max(1, MOST_DRAWS / each);
    for (int from = 0; from < rows; from += size) {
      int[] some = IntStream.range(from, Math.min(rows, from + size)).toArray();
      System.arraycopy(block.apply(some, seed + from), 0, all, from, some.length);
    }
    return all;
  }

  private Blocks() {}
}
