package io.github.tfflows.tables.stacking;

import io.github.tfflows.tables.density.LogSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A fit of Gaussians by expectation maximization (Dempster, Laird and Rubin, 1977, Journal of the
 * Royal Statistical Society B 39, 1-38). The covariance of a component counts its rows and a few
 * further ones as a prior, whose covariance is that of all rows times {@code k^(-2/d)}, the size of
 * a part when {@code k} parts fill the space (Fraley and Raftery, 2007, Journal of Classification
 * 24, 155-181).
 */
final class GaussiansFit {
  private static final int STEPS = 40;
  private static final int STEPS_OF_CENTRES = 5;
  private static final double LEAST_GAIN = 1e-4;

  /** The least variance, of columns of about unit variance. */
  private static final double RIDGE = 1e-6;

  /** The least share of a component in a row; rows with less do not count in its covariance. */
  private static final double NEGLIGIBLE = 1e-9;

  /** The covariance of the further rows that each component has as a prior. */
  enum Prior {
    /** The covariance of all rows; each component has one further row. */
    COVARIANCE,

    /**
     * The variances of all rows, uncorrelated; each component has as many further rows as there are
     * columns.
     */
    VARIANCES
  }

  private final double[][] rows;
  private final double[] counts;
  private final int dimension;
  private final int components;
  private final double priorRows;
  private final double[][] prior;
  private final double[][] shares;

  private GaussiansFit(ScaledRows scaled, int components, Prior prior) {
    this.rows = scaled.rows();
    this.counts = scaled.counts();
    this.dimension = scaled.dimension();
    this.components = components;
    this.priorRows = prior == Prior.COVARIANCE ? 1 : dimension;
    this.shares = new double[rows.length][components];
    this.prior = new double[dimension][dimension];
    double[] all = new double[rows.length];
    Arrays.fill(all, 1);
    double[][] covariance = scatter(all, mean(all));
    double scale = Math.pow(components, -2.0 / dimension) / Arrays.stream(counts).sum();
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        boolean isKept = prior == Prior.COVARIANCE || i == j;
        this.prior[i][j] = isKept ? covariance[i][j] * scale : 0;
      }
    }
  }

  /** Fits a number of Gaussians to rows, at least one. */
  static FittedGaussians of(ScaledRows rows, int components, Prior prior, long seed) {
    return new GaussiansFit(rows, components, prior).fitted(seed);
  }

  private FittedGaussians fitted(long seed) {
    divide(seed);
    FittedGaussians fitted = maximal();
    double before = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < STEPS; step++) {
      double now = expect(fitted);
      if (now - before < LEAST_GAIN) {
        return fitted;
      }
      before = now;
      fitted = maximal();
    }
    return fitted;
  }

  /** Distributes the rows among the components; returns the mean log-density. */
  private double expect(FittedGaussians fitted) {
    double sum = 0;
    for (int row = 0; row < rows.length; row++) {
      double[] x = rows[row];
      double[] logs = fitted.parts().stream().mapToDouble(part -> part.logDensity(x)).toArray();
      double all = LogSum.of(logs);
      for (int k = 0; k < components; k++) {
        shares[row][k] = Math.exp(logs[k] - all);
      }
      sum += counts[row] * all;
    }
    return sum / Arrays.stream(counts).sum();
  }

  /** The Gaussians fitted to their shares of the rows. */
  private FittedGaussians maximal() {
    List<FittedGaussians.Part> parts = new ArrayList<>();
    double total = Arrays.stream(counts).sum();
    for (int k = 0; k < components; k++) {
      double[] own = share(k);
      double size = 0;
      for (int row = 0; row < rows.length; row++) {
        size += counts[row] * own[row];
      }
      double[] mean = mean(own);
      double[][] covariance = scatter(own, mean);
      for (int i = 0; i < dimension; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += priorRows * prior[i][j];
          covariance[i][j] /= size + priorRows;
        }
        covariance[i][i] += RIDGE;
      }
      double logWeight = Math.log((size + 1) / (total + components));
      parts.add(FittedGaussians.Part.of(logWeight, mean, cholesky(covariance)));
    }
    return new FittedGaussians(parts);
  }

  private double[] share(int component) {
    return Arrays.stream(shares).mapToDouble(of -> of[component]).toArray();
  }

  /** The mean of the rows, weighted by the component's share in each. */
  private double[] mean(double[] own) {
    double[] mean = new double[dimension];
    double size = Double.MIN_NORMAL;
    for (int row = 0; row < rows.length; row++) {
      double weight = counts[row] * own[row];
      size += weight;
      for (int i = 0; i < dimension; i++) {
        mean[i] += weight * rows[row][i];
      }
    }
    for (int i = 0; i < dimension; i++) {
      mean[i] /= size;
    }
    return mean;
  }

  /**
   * The lower triangle of the scatter matrix around a mean, weighted by the component's share in
   * each row.
   */
  private double[][] scatter(double[] own, double[] mean) {
    double[][] scatter = new double[dimension][dimension];
    double[] centred = new double[dimension];
    for (int row = 0; row < rows.length; row++) {
      double weight = counts[row] * own[row];
      for (int i = 0; i < dimension && own[row] > NEGLIGIBLE; i++) {
        centred[i] = rows[row][i] - mean[i];
        for (int j = 0; j <= i; j++) {
          scatter[i][j] += weight * centred[i] * centred[j];
        }
      }
    }
    return scatter;
  }

  /** The Cholesky factor of a symmetric matrix, given by its lower triangle. */
  private static double[][] cholesky(double[][] matrix) {
    int d = matrix.length;
    double[][] factor = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(Math.max(rest, RIDGE)) : rest / factor[j][j];
      }
    }
    return factor;
  }

  // Where expectation maximization starts

  /** Divides the rows by k-means, from centres that are far apart. */
  private void divide(long seed) {
    double[][] centres = scattered(new Random(seed));
    assign(centres);
    for (int step = 0; step < STEPS_OF_CENTRES; step++) {
      for (int k = 0; k < components; k++) {
        double[] own = share(k);
        if (Arrays.stream(own).sum() > 0) {
          centres[k] = mean(own);
        }
      }
      assign(centres);
    }
  }

  /**
   * Centres for k-means, drawn among the rows in proportion to the squared distance from the
   * nearest centre so far (k-means++, Arthur and Vassilvitskii, 2007).
   */
  private double[][] scattered(Random random) {
    double[][] centres = new double[components][];
    centres[0] = rows[random.nextInt(rows.length)];
    for (int k = 1; k < components; k++) {
      double[][] before = Arrays.copyOf(centres, k);
      double[] squares =
          Arrays.stream(rows).mapToDouble(x -> square(x, before[nearest(x, before)])).toArray();
      double rest = random.nextDouble() * Arrays.stream(squares).sum();
      int row = 0;
      while (row < rows.length - 1 && rest >= squares[row]) {
        rest -= squares[row++];
      }
      centres[k] = rows[row];
    }
    return centres;
  }

  private void assign(double[][] centres) {
    for (int row = 0; row < rows.length; row++) {
      Arrays.fill(shares[row], 0);
      shares[row][nearest(rows[row], centres)] = 1;
    }
  }

  private static int nearest(double[] x, double[][] centres) {
    int best = 0;
    for (int k = 1; k < centres.length; k++) {
      if (square(x, centres[k]) < square(x, centres[best])) {
        best = k;
      }
    }
    return best;
  }

  private static double square(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return sum;
  }
}
