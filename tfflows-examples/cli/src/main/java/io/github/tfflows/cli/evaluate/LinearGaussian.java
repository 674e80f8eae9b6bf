package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.Data;
import io.github.tfflows.core.Rows;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The simplest density that any other should beat: a Gaussian with a full covariance, whose mean is
 * linear in the context where there is one. It is fitted in closed form, by maximum likelihood.
 *
 * <p>A millionth of its variance is added to each column, so that columns that determine each other
 * leave the covariance invertible.
 */
final class LinearGaussian {
  private static final double RIDGE = 1e-6;

  private final Scaling events;
  private final Scaling contexts;
  private final double[][] slopes;
  private final double[][] whitening;
  private final double logVolume;

  private LinearGaussian(Scaling events, Scaling contexts, double[][] slopes, RealMatrix root) {
    this.events = events;
    this.contexts = contexts;
    this.slopes = slopes;
    this.whitening = MatrixUtils.inverse(root).getData();
    double sum = events.logVolume();
    for (int i = 0; i < root.getRowDimension(); i++) {
      sum += Math.log(root.getEntry(i, i));
    }
    this.logVolume = sum;
  }

  /** Fits at least two rows. */
  static LinearGaussian fit(Data training) {
    if (training.count() < 2) {
      throw new IllegalArgumentException(
          "a Gaussian is fitted to at least 2 rows, got " + training.count());
    }
    Scaling events = Scaling.fit(training.x());
    Scaling contexts = Scaling.fit(training.context());
    double[][] x = events.scaled(training.x());
    if (training.context().size() == 0) {
      return new LinearGaussian(events, contexts, new double[x[0].length][0], root(covariance(x)));
    }
    RealMatrix c = MatrixUtils.createRealMatrix(contexts.scaled(training.context()));
    RealMatrix crossed = c.transposeMultiply(MatrixUtils.createRealMatrix(x)); // [c, d]
    RealMatrix slopes =
        new CholeskyDecomposition(covariance(c.getData()))
            .getSolver()
            .solve(crossed.scalarMultiply(1.0 / x.length))
            .transpose();
    double[][] residuals =
        MatrixUtils.createRealMatrix(x).subtract(c.multiplyTransposed(slopes)).getData();
    return new LinearGaussian(events, contexts, slopes.getData(), root(covariance(residuals)));
  }

  /** The second moments of columns with mean zero, and the ridge. */
  private static RealMatrix covariance(double[][] rows) {
    RealMatrix centered = MatrixUtils.createRealMatrix(rows);
    RealMatrix moments = centered.transposeMultiply(centered).scalarMultiply(1.0 / rows.length);
    for (int i = 0; i < moments.getRowDimension(); i++) {
      moments.addToEntry(i, i, RIDGE);
    }
    return moments;
  }

  private static RealMatrix root(RealMatrix covariance) {
    return new CholeskyDecomposition(covariance).getL();
  }

  /** The rows as draws of {@code N(0, I)}, if this Gaussian were right. */
  Rows whitened(Data data) {
    double[][] x = events.scaled(data.x());
    double[][] c = contexts.scaled(data.context());
    float[] z = new float[data.x().values().length];
    int d = data.x().size();
    for (int row = 0; row < x.length; row++) {
      for (int i = 0; i < d; i++) {
        x[row][i] -= product(slopes[i], c[row]);
      }
      for (int i = 0; i < d; i++) {
        z[row * d + i] = (float) product(whitening[i], x[row]);
      }
    }
    return Rows.of(z, d);
  }

  /** The logarithm of the volume that whitening divides by, in nats. */
  double logVolume() {
    return logVolume;
  }

  /** The log-density of each row, in nats. */
  float[] logProb(Data data) {
    float[] z = whitened(data).values();
    int d = data.x().size();
    float[] logProb = new float[data.count()];
    for (int row = 0; row < logProb.length; row++) {
      double squares = 0;
      for (int i = 0; i < d; i++) {
        squares += (double) z[row * d + i] * z[row * d + i];
      }
      logProb[row] = (float) (-0.5 * (squares + d * Math.log(2 * Math.PI)) - logVolume);
    }
    return logProb;
  }

  /** How many numbers were fitted: means, slopes and one triangle of the covariance. */
  long parameters() {
    long d = slopes.length;
    return d + d * slopes[0].length + d * (d + 1) / 2;
  }

  private static double product(double[] factors, double[] values) {
    double sum = 0;
    for (int i = 0; i < factors.length; i++) {
      sum += factors[i] * values[i];
    }
    return sum;
  }
}
