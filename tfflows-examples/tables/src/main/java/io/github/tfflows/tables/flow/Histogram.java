package io.github.tfflows.tables.flow;

import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.sketch.Selection;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A histogram of values with a step. Its {@link Relief} has the ratio of each cell's count to the
 * count expected from its neighbours. Cells of the same residue, such as the last two digits of a
 * price, have a common ratio, and each cell has a further ratio of its own.
 *
 * <p>The counts of a residue or a cell are negative binomial around the expected ones. The ratio
 * {@code (count + a) / (expected + a)} is the posterior mean under a gamma prior of the most likely
 * shape {@code a} (Robbins, 1956, "An empirical Bayes approach to statistics"). If no {@code a} is
 * clearly more likely than a Poisson distribution, all ratios are one.
 */
final class Histogram {
  private static final int MOST_CELLS = Lattice.MOST_STEPS;
  private static final int FEWEST_CELLS = 10;

  private static final int NEIGHBOURS = 5;
  private static final double ROWS_AROUND = 30;

  /** The shares of rows and cells on each side over which the smooth curve averages. */
  private static final double SHARE_AROUND = 0.1;

  /** The count in place of zero. */
  private static final double LEAST = 0.5;

  /** The least number of periods to distinguish a residue from single cells. */
  private static final int PERIODS = 5;

  /** The least gain in log-likelihood, in nats, for ratios other than one. */
  private static final double CLEARLY = 8;

  private static final double LOWEST = 0.005;

  private final double low;
  private final double step;
  private final double[] counts;

  private Histogram(double low, double step, double... counts) {
    this.low = low;
    this.step = step;
    this.counts = counts;
  }

  /** Counts values in cells around them; empty if there are too few cells, or too many. */
  static Optional<Histogram> of(double step, double... values) {
    if (step <= 0 || values.length == 0) {
      return Optional.empty();
    }
    double low = DoubleStream.of(values).min().orElseThrow();
    double all = Math.rint((DoubleStream.of(values).max().orElseThrow() - low) / step) + 1;
    int place = (int) ((1 - Lattice.BEYOND) * (values.length - 1));
    double within = Math.rint((Selection.at(place, values.clone()) - low) / step) + 1;
    if (all < FEWEST_CELLS || within > MOST_CELLS) {
      return Optional.empty();
    }
    double[] counts = new double[(int) Math.min(all, MOST_CELLS)];
    for (double value : values) {
      double cell = Math.rint((value - low) / step);
      if (cell < counts.length) {
        counts[(int) cell]++;
      }
    }
    return Optional.of(new Histogram(low - step / 2, step, counts));
  }

  /**
   * Returns the relief; empty if all ratios are one. The arguments are the periods of residues, in
   * cells, in ascending order.
   */
  Optional<Relief> relief(int... periods) {
    double[] expected = smooth(counts, ROWS_AROUND, NEIGHBOURS);
    boolean isLevel = true;
    for (int period : periods) {
      isLevel &= PERIODS * period > counts.length || !raise(expected, period);
    }
    if (!raise(expected, counts.length) && isLevel) {
      return Optional.empty();
    }
    double[] level =
        smooth(
            expected,
            SHARE_AROUND * DoubleStream.of(expected).sum(),
            (int) Math.max(NEIGHBOURS, SHARE_AROUND * counts.length));
    double[] heights = new double[counts.length];
    Arrays.setAll(heights, i -> Math.max(LOWEST, expected[i] / level[i]));
    double mean = DoubleStream.of(heights).average().orElse(1);
    return Optional.of(
        new Relief(
            low, step, DoubleStream.of(heights).map(height -> height / mean).boxed().toList()));
  }

  /**
   * Returns a smooth curve through counts: the geometric interpolation of the means on both sides,
   * each over a least number of rows and cells.
   */
  private static double[] smooth(double[] each, double rows, int cells) {
    double[] sums = new double[each.length + 1];
    for (int i = 0; i < each.length; i++) {
      sums[i + 1] = sums[i] + each[i];
    }
    double[] smooth = new double[each.length];
    int from = 0;
    int to = 0;
    for (int i = 0; i < smooth.length; i++) {
      while (i - from > cells && sums[i + 1] - sums[from + 1] >= rows) {
        from++;
      }
      to = Math.min(each.length, Math.max(to, i + 1 + cells));
      while (to < each.length && sums[to] - sums[i] < rows) {
        to++;
      }
      double left = i + 1.0 - from;
      double right = to - i;
      double logLeft = Math.log(Math.max(LEAST, sums[i + 1] - sums[from]) / left);
      double logRight = Math.log(Math.max(LEAST, sums[to] - sums[i]) / right);
      smooth[i] = Math.exp((logLeft * right + logRight * left) / (left + right));
    }
    return smooth;
  }

  /**
   * Multiplies expected counts by the ratios of the residues; returns whether any ratio is not one.
   */
  private boolean raise(double[] expected, int period) {
    double[] found = new double[period];
    double[] means = new double[period];
    for (int i = 0; i < counts.length; i++) {
      found[i % period] += counts[i];
      means[i % period] += expected[i];
    }
    double shape = shape(found, means);
    if (Double.isInfinite(shape)) {
      return false;
    }
    for (int i = 0; i < counts.length; i++) {
      expected[i] *= (found[i % period] + shape) / (means[i % period] + shape);
    }
    return true;
  }

  /** Returns the most likely shape; infinite if a Poisson distribution is about as likely. */
  private static double shape(double[] found, double... means) {
    double best = Double.POSITIVE_INFINITY;
    double most = poisson(found, means) + CLEARLY;
    for (int power = -8; power <= 12; power++) {
      double shape = Math.pow(2, power);
      double logLikelihood = negativeBinomial(shape, found, means);
      if (logLikelihood > most) {
        most = logLikelihood;
        best = shape;
      }
    }
    return best;
  }

  /** The log-likelihood, without the factorials. */
  private static double poisson(double[] found, double... means) {
    return IntStream.range(0, found.length)
        .mapToDouble(i -> found[i] * Math.log(means[i]) - means[i])
        .sum();
  }

  private static double negativeBinomial(double shape, double[] found, double... means) {
    double sum = 0;
    for (int i = 0; i < found.length; i++) {
      sum -=
          shape * Math.log1p(means[i] / shape) - found[i] * Math.log(means[i] / (means[i] + shape));
      for (int j = 0; j < found[i]; j++) {
        sum += Math.log(shape + j);
      }
    }
    return sum;
  }
}
