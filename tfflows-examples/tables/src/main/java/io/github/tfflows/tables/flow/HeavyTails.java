package io.github.tfflows.tables.flow;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Sinh;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.sketch.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The scale of numbers with heavy tails on both sides, such as balances: {@code arsinh((y - center)
 * / unit)}, linear near the center and logarithmic far from it.
 *
 * @param center zero or the median
 * @param unit about the distance from the center at which the scale becomes logarithmic
 */
record HeavyTails(double center, double unit) {
  /**
   * The least gain in log-likelihood of a Gaussian on this scale over a Gaussian on the linear
   * scale, in nats a number.
   */
  private static final double LEAST_GAIN = 0.1;

  /**
   * The same for numbers with one heavy tail, beside other modelled columns. The scale fits these
   * less well than the likelihood says, since it bends their linear relations to other columns.
   */
  private static final double LEAST_GAIN_OF_ONE_TAIL = 0.6;

  /** The distance of a Gaussian's percentile from its median, over that of its quartile. */
  private static final double GAUSSIAN_TAIL = 3.45;

  /** The least gain for all numbers, in nats. */
  private static final double CLEARLY = 8;

  /** The share of the numbers that may be closer to the center than the finest unit. */
  private static final double FINEST = 0.05;

  /** The least power of two, below which distances may be rounding errors. */
  private static final int LEAST_POWER = -40;

  private static final int COARSEST = 3;

  /** This many numbers suffice to choose a scale. */
  private static final int MOST_NUMBERS = 50_000;

  /**
   * Returns the scale on which a Gaussian has the highest likelihood; empty if the linear one is
   * about as good.
   *
   * @param columns the number of modelled columns; one alone has no linear relations to bend
   */
  static Optional<HeavyTails> of(WeightedNumbers all, int columns) {
    WeightedNumbers numbers = all.thinned(MOST_NUMBERS);
    WeightedNumbers near = numbers.filter(Bulk.Reach.of(numbers.values())::contains);
    double[] sorted = near.values().clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    double spread = count == 0 ? 0 : sorted[3 * count / 4] - sorted[count / 4];
    if (!(spread > 0) || sorted[0] >= 0 || sorted[count - 1] <= 0) {
      return Optional.empty();
    }
    boolean areBoth = isHeavy(sorted, 0, 1) && isHeavy(sorted, count - 1, -1);
    double least = areBoth || columns == 1 ? LEAST_GAIN : LEAST_GAIN_OF_ONE_TAIL;
    double most = -Math.log(near.deviation()) + Math.max(least, CLEARLY / count);
    Optional<HeavyTails> best = Optional.empty();
    for (double center : new double[] {0, sorted[count / 2]}) {
      for (int power = finest(near, center, spread); power <= COARSEST; power++) {
        HeavyTails each = new HeavyTails(center, Math.scalb(spread, power));
        double found = each.logLikelihood(near);
        if (found > most) {
          most = found;
          best = Optional.of(each);
        }
      }
    }
    return best;
  }

  /** Returns the power of two of the finest unit, over the distance between the quartiles. */
  private static int finest(WeightedNumbers numbers, double center, double spread) {
    double[] distances =
        numbers.mapped(y -> Math.abs(y - center) / spread).filter(y -> y > 0).values();
    double least = Selection.at((int) (FINEST * distances.length), distances);
    return Math.min(0, Math.max(LEAST_POWER, Math.getExponent(least)));
  }

  /** Whether the tail from one end inwards is at least as heavy as that of a Gaussian. */
  private static boolean isHeavy(double[] sorted, int end, int inwards) {
    double median = sorted[sorted.length / 2];
    double quartile = sorted[end + inwards * (sorted.length / 4)];
    double percentile = sorted[end + inwards * (sorted.length / 100)];
    return Math.abs(percentile - median) >= GAUSSIAN_TAIL * Math.abs(quartile - median);
  }

  /** Returns the mean log-density of numbers under the best Gaussian on this scale. */
  private double logLikelihood(WeightedNumbers numbers) {
    double logWidth = numbers.mean(y -> Math.log(Math.hypot(y - center, unit)));
    return -Math.log(numbers.mapped(this::scaled).deviation()) - logWidth;
  }

  private double scaled(double y) {
    double x = Math.abs(y - center) / unit;
    return Math.copySign(Math.log(x + Math.hypot(x, 1)), y - center);
  }

  /** Returns the map from the standardized scale to the numbers. */
  Bijector map(WeightedNumbers numbers) {
    return Chain.of(
        numbers.standardized(this::scaled),
        new Sinh(),
        new Standardize(List.of(center), List.of(unit)));
  }
}
