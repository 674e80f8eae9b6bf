package io.github.tfflows.tables.flow;

import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.sketch.Selection;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A histogram of values with a step. Its {@link Relief} has the ratio of each cell's count to the
 * count expected from its neighbours. Cells of the same residue, such as the last two digits of a
 * price or the day of the month, have a common ratio, and each cell has a further ratio of its own.
 *
 * <p>The counts of a residue or a cell are negative binomial around the expected ones. The ratio
 * {@code (count + a) / (expected + a)} is the posterior mean under a gamma prior of the most likely
 * shape {@code a} (Robbins, 1956, "An empirical Bayes approach to statistics"). If no {@code a} is
 * clearly more likely than a Poisson distribution, all ratios are one.
 */
final class Histogram {
  private static final int MOST_CELLS = Lattice.MOST_STEPS;

  /** The most cells of one day, of 179 years. */
  private static final int MOST_DAYS = 1 << 16;

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

  private static final int DAYS_OF_WEEK = 7;
  private static final int DAYS_OF_MONTH = 31;
  private static final int MONTHS = 12;

  /**
   * Classes of cells that recur, such as numbers with equal last digits.
   *
   * @param count the number of classes
   * @param of the class of each cell
   */
  record Residues(int count, IntUnaryOperator of) {
    /** Returns the remainders of the places of cells. */
    static Residues modulo(int period) {
      return new Residues(period, cell -> cell % period);
    }

    /**
     * Returns the days of the week, of the month from its start and from its end, and of the year,
     * of the dates of cells.
     */
    static List<Residues> ofDays(IntFunction<LocalDate> dates) {
      return List.of(
          new Residues(DAYS_OF_WEEK, cell -> dates.apply(cell).getDayOfWeek().getValue() - 1),
          new Residues(DAYS_OF_MONTH, cell -> dates.apply(cell).getDayOfMonth() - 1),
          new Residues(DAYS_OF_MONTH, cell -> toEndOfMonth(dates.apply(cell))),
          new Residues(MONTHS * DAYS_OF_MONTH, cell -> dayOfYear(dates.apply(cell))));
    }

    private static int toEndOfMonth(LocalDate date) {
      return date.lengthOfMonth() - date.getDayOfMonth();
    }

    private static int dayOfYear(LocalDate date) {
      return (date.getMonthValue() - 1) * DAYS_OF_MONTH + date.getDayOfMonth() - 1;
    }
  }

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
    return of(step, MOST_CELLS, values);
  }

  /** Counts days in cells of one day; empty if there are too few cells, or too many. */
  static Optional<Histogram> ofDays(double day, double... values) {
    return of(day, MOST_DAYS, values);
  }

  private static Optional<Histogram> of(double step, int most, double... values) {
    if (step <= 0 || values.length == 0) {
      return Optional.empty();
    }
    double low = DoubleStream.of(values).min().orElseThrow();
    double all = Math.rint((DoubleStream.of(values).max().orElseThrow() - low) / step) + 1;
    int place = (int) ((1 - Lattice.BEYOND) * (values.length - 1));
    double within = Math.rint((Selection.at(place, values.clone()) - low) / step) + 1;
    if (all < FEWEST_CELLS || within > most) {
      return Optional.empty();
    }
    double[] counts = new double[(int) Math.min(all, most)];
    for (double value : values) {
      double cell = Math.rint((value - low) / step);
      if (cell < counts.length) {
        counts[(int) cell]++;
      }
    }
    return Optional.of(new Histogram(low - step / 2, step, counts));
  }

  /** Returns the value in the middle of a cell. */
  double value(int cell) {
    return low + (cell + 0.5) * step;
  }

  /**
   * Returns the relief; empty if all ratios are one.
   *
   * @param residues classes of cells, the fewest first
   */
  Optional<Relief> relief(List<Residues> residues) {
    double[] expected = smooth(counts, ROWS_AROUND, NEIGHBOURS);
    boolean isLevel = true;
    for (Residues each : residues) {
      isLevel &= PERIODS * each.count() > counts.length || !raise(expected, each);
    }
    if (!raise(expected, Residues.modulo(counts.length)) && isLevel) {
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
  private boolean raise(double[] expected, Residues residues) {
    double[] found = new double[residues.count()];
    double[] means = new double[residues.count()];
    int[] places = IntStream.range(0, counts.length).map(residues.of()).toArray();
    for (int i = 0; i < counts.length; i++) {
      found[places[i]] += counts[i];
      means[places[i]] += expected[i];
    }
    double shape = shape(found, means);
    if (Double.isInfinite(shape)) {
      return false;
    }
    for (int i = 0; i < counts.length; i++) {
      expected[i] *= (found[places[i]] + shape) / (means[places[i]] + shape);
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
