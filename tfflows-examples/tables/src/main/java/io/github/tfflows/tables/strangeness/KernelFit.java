package io.github.tfflows.tables.strangeness;

import io.github.tfflows.tables.density.LogSum;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A fit of {@link Kernels} by expectation maximization (Dempster, Laird and Rubin, 1977, Journal of
 * the Royal Statistical Society B 39, 1-38), from kernels at rows drawn at random. The variance of
 * a kernel comes from its rows and from a few added ones with the variance {@link #PRIOR_VARIANCE};
 * the variance of the blur is added. So kernels follow the shape of the data, and none is narrower
 * than the blur.
 */
final class KernelFit {
  private static final int KERNELS = 256;
  private static final int STEPS = 12;

  /**
   * The standard deviation of the blur, relative to Scott's bandwidth {@code n^(-1/(d + 4))} for
   * {@code n} rows of {@code d} coordinates with unit variance (Scott, 1992, Multivariate Density
   * Estimation, section 6.3).
   */
  private static final double BLUR = 0.4;

  private static final double PRIOR_VARIANCE = 0.25;
  private static final double PRIOR_ROWS = 2;
  private static final double PRIOR_ROWS_OF_NAMES = 0.2;

  /** The share of each kernel's probability that is spread evenly over the outcomes of a name. */
  private static final double BLUR_OF_NAMES = 0.02;

  /** Log-responsibilities below this count as zero probability. */
  private static final double NEGLIGIBLE = -20;

  private final CellLayout layout;
  private final List<Point> points;
  private final double[] weights;
  private final int count;
  private final double blur;
  private final double[] rows;
  private final double[] present;
  private final double[] sums;
  private final double[] squares;
  private final double[] chosen;

  private KernelFit(CellLayout layout, List<Point> points, double[] weights) {
    this.layout = layout;
    this.points = points;
    this.weights = weights;
    this.count = Math.min(KERNELS, points.size());
    this.blur = BLUR * Math.pow(points.size(), -1.0 / (layout.coordinates() + 4));
    this.rows = new double[count];
    this.present = new double[count * layout.coordinates()];
    this.sums = new double[present.length];
    this.squares = new double[present.length];
    this.chosen = new double[count * layout.outcomes()];
  }

  /** Fits kernels to points, at least one, whose weights have mean one. */
  static Kernels fit(CellLayout layout, List<Point> points, double[] weights, long seed) {
    return new KernelFit(layout, points, weights).fitted(seed);
  }

  private Kernels fitted(long seed) {
    Kernels kernels = initial(seed);
    for (int step = 0; step < STEPS; step++) {
      expect(kernels);
      kernels = maximal(kernels);
    }
    return kernels;
  }

  private Kernels initial(long seed) {
    int[] places = new Random(seed).ints(0, points.size()).distinct().limit(count).toArray();
    for (int kernel = 0; kernel < count; kernel++) {
      add(kernel, points.get(places[kernel]), 1);
    }
    float[] origin = new float[present.length];
    float[] unit = new float[present.length];
    Arrays.fill(unit, 1);
    Kernels none =
        new Kernels(
            layout.coordinates(),
            layout.outcomes(),
            new float[count],
            origin,
            unit,
            new float[chosen.length]);
    return maximal(none);
  }

  /** Distributes the rows among the kernels. */
  private void expect(Kernels kernels) {
    for (double[] sum : List.of(rows, present, sums, squares, chosen)) {
      Arrays.fill(sum, 0);
    }
    double[] logs = new double[count];
    for (int i = 0; i < points.size(); i++) {
      kernels.writePrior(logs);
      kernels.addTo(logs, points.get(i));
      double all = LogSum.of(logs);
      for (int kernel = 0; kernel < count; kernel++) {
        if (logs[kernel] - all > NEGLIGIBLE) {
          add(kernel, points.get(i), weights[i] * Math.exp(logs[kernel] - all));
        }
      }
    }
  }

  private void add(int kernel, Point point, double part) {
    rows[kernel] += part;
    for (int i = 0; i < point.coordinateCount(); i++) {
      int coordinate = point.coordinate(i);
      int place = kernel * layout.coordinates() + coordinate;
      double at = point.at()[coordinate];
      present[place] += part;
      sums[place] += part * at;
      squares[place] += part * at * at;
    }
    for (int i = 0; i < point.outcomeCount(); i++) {
      chosen[kernel * layout.outcomes() + point.outcome(i)] += part;
    }
  }

  /** The kernels fitted to their rows. A kernel without rows stays as it was. */
  private Kernels maximal(Kernels before) {
    float[] logWeights = new float[count];
    float[] means = before.means().clone();
    float[] variances = new float[means.length];
    double total = Arrays.stream(rows).sum();
    for (int kernel = 0; kernel < count; kernel++) {
      logWeights[kernel] = (float) Math.log((rows[kernel] + 1) / (total + count));
    }
    for (int i = 0; i < means.length; i++) {
      double mean = present[i] > 1e-6 ? sums[i] / present[i] : means[i];
      double spread = Math.max(0, squares[i] - present[i] * mean * mean);
      means[i] = (float) mean;
      variances[i] =
          (float)
              ((spread + PRIOR_ROWS * PRIOR_VARIANCE) / (present[i] + PRIOR_ROWS) + blur * blur);
    }
    float[] logProbs = new float[chosen.length];
    layout.choices().forEach(choice -> choose(choice, logProbs));
    return new Kernels(
        layout.coordinates(), layout.outcomes(), logWeights, means, variances, logProbs);
  }

  /** The probabilities of the outcomes of one choice under each kernel. */
  private void choose(CellLayout.Choice choice, float[] logProbs) {
    double[] usual = new double[choice.seen()];
    for (int kernel = 0; kernel < count; kernel++) {
      for (int i = 0; i < usual.length; i++) {
        usual[i] += chosen[kernel * layout.outcomes() + choice.first() + i];
      }
    }
    double all = Arrays.stream(usual).sum();
    for (int kernel = 0; kernel < count; kernel++) {
      int first = kernel * layout.outcomes() + choice.first();
      double own = Arrays.stream(chosen, first, first + usual.length).sum();
      for (int i = 0; i < usual.length; i++) {
        double share = (usual[i] + 1) / (all + usual.length);
        double prob =
            (chosen[first + i] + PRIOR_ROWS_OF_NAMES * share) / (own + PRIOR_ROWS_OF_NAMES);
        logProbs[first + i] =
            (float) Math.log((1 - BLUR_OF_NAMES) * prob + BLUR_OF_NAMES / usual.length);
      }
      if (choice.hasUnseen()) {
        logProbs[first + usual.length] = (float) -Math.log(all + 1);
      }
    }
  }
}
