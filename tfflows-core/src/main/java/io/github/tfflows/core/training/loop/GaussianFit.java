package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Gaussian with the weighted mean and covariance of the training rows, which a flow should
 * beat. With a context it is conditional: its mean is linear in the context, its covariance
 * constant.
 */
public final class GaussianFit {
  /** Enough rows for the covariance of {@value #MOST_COLUMNS} columns. */
  private static final int MOST_ROWS = 50_000;

  private static final int MOST_COLUMNS = 256;

  /**
   * The relative increase of variances, so that the covariance of equal columns has a Cholesky
   * factor.
   */
  private static final double RIDGE = 1e-6;

  private final double[] first;
  private final double[] sums;
  private final double[][] products;
  private int count;
  private double weights;

  private GaussianFit(double[] first) {
    this.first = first;
    this.sums = new double[first.length];
    this.products = new double[first.length][first.length];
  }

  /**
   * Returns the loss of the held-out rows; empty without rows, with too many columns, or with a
   * constant entry.
   */
  public static Optional<HeldOutLoss> loss(DataSource training, Data heldOut) {
    int columns = heldOut.x().size() + heldOut.context().size();
    if (heldOut.count() == 0 || columns > MOST_COLUMNS) {
      return Optional.empty();
    }
    GaussianFit fit = new GaussianFit(row(heldOut, 0));
    try (Stream<Data> pass = training.pass(0)) {
      for (Iterator<Data> pieces = pass.iterator(); pieces.hasNext() && fit.count < MOST_ROWS; ) {
        fit.add(pieces.next());
      }
    }
    HeldOutLoss loss = HeldOutLoss.ofRows(fit.losses(heldOut), heldOut);
    return loss.isFinite() ? Optional.of(loss) : Optional.empty();
  }

  private static double[] row(Data data, int index) {
    int given = data.context().size();
    return IntStream.range(0, given + data.x().size())
        .mapToDouble(
            i ->
                i < given
                    ? data.context().values()[index * given + i]
                    : data.x().values()[index * data.x().size() + i - given])
        .toArray();
  }

  private void add(Data piece) {
    for (int k = 0; k < piece.count() && count < MOST_ROWS; k++) {
      double[] row = row(piece, k);
      count++;
      double weight = piece.weight(k);
      weights += weight;
      for (int i = 0; i < row.length; i++) {
        row[i] -= first[i]; // for precise sums of squares
        sums[i] += weight * row[i];
        for (int j = 0; j <= i; j++) {
          products[i][j] += weight * row[i] * row[j];
        }
      }
    }
  }

  private double[] losses(Data heldOut) {
    int given = heldOut.context().size();
    double[][] factor = factor(given);
    return IntStream.range(0, heldOut.count())
        .mapToDouble(k -> loss(factor, row(heldOut, k), given))
        .toArray();
  }

  /** Only constants of the context may have no variance: a constant entry has no density. */
  private double[][] factor(int given) {
    int d = first.length;
    double[][] factor = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = products[i][j] / weights - sums[i] / weights * sums[j] / weights;
        rest *= i == j ? 1 + RIDGE : 1;
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        double least = i < given ? Double.MIN_NORMAL : 0;
        factor[i][j] = i == j ? Math.sqrt(Math.max(rest, least)) : rest / factor[j][j];
      }
    }
    return factor;
  }

  /** The negative log-density of the entries from {@code given} on, given the entries before. */
  private double loss(double[][] factor, double[] row, int given) {
    double[] z = new double[row.length];
    double loss = 0;
    for (int i = 0; i < row.length; i++) {
      z[i] = row[i] - first[i] - sums[i] / weights;
      for (int k = 0; k < i; k++) {
        z[i] -= factor[i][k] * z[k];
      }
      z[i] /= factor[i][i];
    }
    for (double at : Arrays.copyOfRange(z, given, z.length)) {
      loss += (at * at + Math.log(2 * Math.PI)) / 2;
    }
    for (int i = given; i < row.length; i++) {
      loss += Math.log(factor[i][i]);
    }
    return loss;
  }
}
