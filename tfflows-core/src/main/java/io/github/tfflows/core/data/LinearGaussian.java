package io.github.tfflows.core.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Gaussian with the weighted mean and covariance of rows, a baseline that every flow should
 * beat. With a context it is conditional: its mean is linear in the context, its covariance
 * constant.
 *
 * <p>Variances are a millionth larger than those of the rows, so that the covariance of columns
 * that determine each other is invertible. A constant column has the variance {@value #RIDGE}.
 */
public final class LinearGaussian {
  private static final double RIDGE = 1e-6;

  /** The deviation, relative to the mean, below which a column of floats is constant. */
  private static final double RESOLUTION = 1e-7;

  private final int given;
  private final double[] mean;

  /** The Cholesky factor of the covariance of contexts and events. */
  private final double[][] factor;

  private boolean isConstant;

  private LinearGaussian(Sums sums, int given) {
    int d = sums.first.length;
    this.given = given;
    this.mean = new double[d];
    this.factor = new double[d][d];
    Arrays.setAll(mean, i -> sums.first[i] + sums.sums[i] / sums.weights);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = i == j ? variance(sums, i) : sums.covariance(i, j);
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(Math.max(rest, Double.MIN_NORMAL)) : rest / factor[j][j];
      }
    }
  }

  private double variance(Sums sums, int i) {
    double variance = sums.covariance(i, i);
    boolean isVarying = Math.sqrt(variance) > RESOLUTION * Math.abs(mean[i]);
    isConstant |= i >= given && !isVarying;
    return isVarying ? (1 + RIDGE) * variance : RIDGE;
  }

  /**
   * Fits at least two rows.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static LinearGaussian fit(Data rows) {
    if (rows.count() < 2) {
      throw new IllegalArgumentException(
          "a Gaussian is fitted to at least 2 rows, got " + rows.count());
    }
    return fit(DataSource.of(rows), rows.count());
  }

  /**
   * Fits the first rows of a source.
   *
   * @param most the largest number of rows
   */
  public static LinearGaussian fit(DataSource rows, int most) {
    try (Stream<Data> pass = rows.pass(0)) {
      Iterator<Data> pieces = pass.filter(piece -> piece.count() > 0).iterator();
      Data first = pieces.next();
      Sums sums = new Sums(row(first, 0));
      int left = sums.add(first, most);
      while (left > 0 && pieces.hasNext()) {
        left = sums.add(pieces.next(), left);
      }
      return new LinearGaussian(sums, first.context().size());
    }
  }

  /** The entries of a row: its context, and then its event. */
  private static double[] row(Data rows, int index) {
    int given = rows.context().size();
    return IntStream.range(0, given + rows.x().size())
        .mapToDouble(
            i ->
                i < given
                    ? rows.context().values()[index * given + i]
                    : rows.x().values()[index * rows.x().size() + i - given])
        .toArray();
  }

  /** Sums over rows of their differences from the first one, for precise sums of squares. */
  private static final class Sums {
    private final double[] first;
    private final double[] sums;
    private final double[][] products;
    private double weights;

    Sums(double[] first) {
      this.first = first;
      this.sums = new double[first.length];
      this.products = new double[first.length][first.length];
    }

    /** Adds at most some rows; returns how many of these are left. */
    int add(Data piece, int most) {
      int count = Math.min(piece.count(), most);
      for (int k = 0; k < count; k++) {
        double[] row = row(piece, k);
        double weight = piece.weight(k);
        weights += weight;
        for (int i = 0; i < row.length; i++) {
          row[i] -= first[i];
          sums[i] += weight * row[i];
          add(products[i], weight * row[i], row, i + 1);
        }
      }
      return most - count;
    }

    /** A loop over local arrays alone, which Java compiles to vector instructions. */
    private static void add(double[] sums, double factor, double[] row, int size) {
      for (int j = 0; j < size; j++) {
        sums[j] += factor * row[j];
      }
    }

    double covariance(int i, int j) {
      return products[i][j] / weights - sums[i] / weights * sums[j] / weights;
    }
  }

  /** Returns whether a column of the events is constant, so that it has no density. */
  public boolean isConstant() {
    return isConstant;
  }

  /** Returns the whitened events of rows: draws of {@code N(0, I)} if this Gaussian is right. */
  public Rows whitened(Data rows) {
    float[] values = new float[rows.x().values().length];
    for (int k = 0; k < rows.count(); k++) {
      double[] z = whitened(row(rows, k));
      for (int i = given; i < z.length; i++) {
        values[k * (z.length - given) + i - given] = (float) z[i];
      }
    }
    return Rows.of(values, rows.x().size());
  }

  private double[] whitened(double[] row) {
    double[] z = new double[row.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = row[i] - mean[i];
      for (int k = 0; k < i; k++) {
        z[i] -= factor[i][k] * z[k];
      }
      z[i] /= factor[i][i];
    }
    return z;
  }

  /** Returns the logarithm of the volume that whitening divides by, in nats. */
  public double logVolume() {
    return IntStream.range(given, mean.length).mapToDouble(i -> Math.log(factor[i][i])).sum();
  }

  /** Returns the log-densities of the events of rows given their contexts, in nats. */
  public float[] logProb(Data rows) {
    double constant = -0.5 * rows.x().size() * Math.log(2 * Math.PI) - logVolume();
    float[] logProb = new float[rows.count()];
    for (int k = 0; k < logProb.length; k++) {
      double[] z = whitened(row(rows, k));
      double square = Arrays.stream(z, given, z.length).map(at -> at * at).sum();
      logProb[k] = (float) (constant - 0.5 * square);
    }
    return logProb;
  }

  /** Returns the number of parameters: means, slopes and one triangle of the covariance. */
  public long parameters() {
    long d = mean.length - (long) given;
    return d + d * given + d * (d + 1) / 2;
  }
}
