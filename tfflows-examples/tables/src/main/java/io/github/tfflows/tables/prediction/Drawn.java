package io.github.tfflows.tables.prediction;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The law of draws. Quantiles lie between them, and every draw has the same probability.
 *
 * @param cell the cell of each row
 * @param draws its draws, in ascending order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Drawn(AnyCell cell, double[][] draws) implements Law {
  /** Draws a number of values for each row. */
  static Drawn of(AnyCell cell, int count, long seed) {
    return new Drawn(cell, cell.draws(count, seed));
  }

  @Override
  public int count() {
    return draws.length;
  }

  @Override
  public Method method() {
    return Method.DRAWS;
  }

  @Override
  public Law select(int... rows) {
    return new Drawn(
        cell.select(rows), IntStream.of(rows).mapToObj(row -> draws[row]).toArray(double[][]::new));
  }

  @Override
  public double[] missing() {
    return cell.missing();
  }

  @Override
  public double[] quantiles(Levels levels) {
    double[] all = new double[count() * levels.count()];
    for (int i = 0; i < all.length; i++) {
      all[i] = quantile(draws[i / levels.count()], levels.below()[i % levels.count()]);
    }
    return all;
  }

  /** The point at a level between the middles of the draws. */
  private static double quantile(double[] sorted, double level) {
    double place = Math.max(0, Math.min(sorted.length - 1, level * sorted.length - 0.5));
    int low = (int) place;
    int high = Math.min(sorted.length - 1, low + 1);
    return sorted[low] == sorted[high]
        ? sorted[low]
        : sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }

  @Override
  public double[] cdf(float[] x) {
    double[] all = new double[count()];
    Arrays.setAll(
        all,
        i -> (double) Arrays.stream(draws[i]).filter(d -> d <= x[i]).count() / draws[i].length);
    return all;
  }

  @Override
  public double[] logProb(float[] x) {
    return cell.logProb(x);
  }
}
