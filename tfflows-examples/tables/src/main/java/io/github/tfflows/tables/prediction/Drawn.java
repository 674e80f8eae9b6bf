package io.github.tfflows.tables.prediction;

import java.util.stream.IntStream;

/**
 * The empirical distribution of draws, which have equal probability. Quantiles are interpolated.
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
  public double[] quantiles(QuantileLevels levels) {
    return Marginal.quantiles(draws, levels);
  }

  @Override
  public double[] nodes() {
    return Marginal.nodes(draws);
  }

  @Override
  public double[] cdf(float[] x) {
    return Marginal.cdf(draws, x);
  }

  @Override
  public double[] logProb(float[] x) {
    return cell.logProb(x);
  }
}
