package io.github.tfflows.tables.prediction;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The empirical distribution of draws. Quantiles are interpolated.
 *
 * @param draws the draws of each row that are not missing, in ascending order
 * @param cell the law with the density of each row; empty if the density is unknown, because
 *     several columns were drawn together, or the column follows from drawn ones
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Drawn(double[][] draws, Optional<Law> cell) implements Law {
  /**
   * The number of draws on each side whose values do not count for moments. The tails of a flow are
   * heavier than the tails of any data, so that one extreme draw would determine the mean.
   */
  private static final int OUTERMOST = 2;

  /** If there are fewer draws, all count. */
  private static final int MANY = 100;

  /** Returns the law of draws, NaN where a value is missing. */
  static Drawn ofPresent(double[][] all) {
    return new Drawn(
        Arrays.stream(all)
            .map(row -> Arrays.stream(row).filter(x -> !Double.isNaN(x)).sorted().toArray())
            .toArray(double[][]::new),
        Optional.empty());
  }

  /** Returns the share of missing values in draws of each row; NaN for a row without draws. */
  double[] missing(double[][] all) {
    double[] missing = new double[all.length];
    Arrays.setAll(missing, i -> 1 - draws[i].length / (double) all[i].length);
    return missing;
  }

  /** Returns the shares of names, whose places are drawn, row by row. */
  double[] shares(int names) {
    double[] shares = new double[Math.multiplyExact(draws.length, names)];
    for (int row = 0; row < draws.length; row++) {
      for (double place : draws[row]) {
        if (place < names) {
          shares[row * names + (int) place]++;
        }
      }
      for (int i = row * names; i < (row + 1) * names; i++) {
        shares[i] /= Math.max(1, draws[row].length);
      }
    }
    return shares;
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
        IntStream.of(rows).mapToObj(row -> draws[row]).toArray(double[][]::new),
        cell.map(one -> one.select(rows)));
  }

  @Override
  public double[] quantiles(QuantileLevels levels) {
    return IntStream.range(0, draws.length * levels.count())
        .mapToDouble(i -> quantile(draws[i / levels.count()], levels.below()[i % levels.count()]))
        .toArray();
  }

  /**
   * The quantile at a level. Draw {@code i} of {@code n}, from zero, is the quantile at {@code (i +
   * ½)/n}.
   */
  private static double quantile(double[] sorted, double level) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = Math.max(0, Math.min(sorted.length - 1, level * sorted.length - 0.5));
    int low = (int) place;
    int high = Math.min(sorted.length - 1, low + 1);
    return sorted[low] == sorted[high]
        ? sorted[low]
        : sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }

  @Override
  public double[] nodes() {
    double[][] inner = Arrays.stream(draws).map(Drawn::inner).toArray(double[][]::new);
    return new Drawn(inner, cell).quantiles(QuantileLevels.NODES);
  }

  /** Draws in ascending order, with the outermost ones clipped to their neighbours. */
  private static double[] inner(double[] sorted) {
    int last = sorted.length - 1 - OUTERMOST;
    double[] inner = sorted.clone();
    if (sorted.length >= MANY) {
      Arrays.fill(inner, 0, OUTERMOST, sorted[OUTERMOST]);
      Arrays.fill(inner, last + 1, sorted.length, sorted[last]);
    }
    return inner;
  }

  /** The share of the draws of each row up to a number. */
  @Override
  public double[] cdf(double[] x) {
    double[] all = new double[draws.length];
    Arrays.setAll(
        all,
        i -> (double) Arrays.stream(draws[i]).filter(d -> d <= x[i]).count() / draws[i].length);
    return all;
  }

  @Override
  public boolean isExact() {
    return cell.isEmpty();
  }

  @Override
  public double[] logProb(float[] x) {
    return cell.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "draws of several columns give no density of one of them, nor of a"
                        + " column that follows from them; expected values of all of them, or a"
                        + " prediction of a modelled column alone"))
        .logProb(x);
  }
}
