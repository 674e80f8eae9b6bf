package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.evaluation.Calibration;
import java.util.Optional;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The baseline that every model should beat: a Gaussian with a full covariance, and a mean that is
 * linear in the context, if there is one. It is fitted in closed form, by maximum likelihood.
 *
 * <p>A millionth of its variance is added to each column, so that the covariance stays invertible
 * where columns determine each other.
 *
 * @param events the scale of the events
 * @param mean the dependence of their mean on the context, if there is one
 * @param root the Cholesky factor of the covariance of scaled events around their means
 */
public record LinearGaussian(Scaling events, Optional<LinearMean> mean, RealMatrix root) {
  private static final double RIDGE = 1e-6;

  /**
   * A mean that is linear in the context, with the coefficients {@code [c, d]} of scaled contexts.
   */
  record LinearMean(Scaling contexts, RealMatrix slopes) {
    public static LinearMean fit(RealMatrix x, Rows context) {
      Scaling contexts = Scaling.fit(context);
      RealMatrix c = contexts.scaled(context);
      RealMatrix crossed = c.transposeMultiply(x).scalarMultiply(1.0 / context.count());
      return new LinearMean(
          contexts, new CholeskyDecomposition(covariance(c)).getSolver().solve(crossed));
    }

    RealMatrix at(Rows context) {
      return contexts.scaled(context).multiply(slopes);
    }
  }

  /** Fits at least two rows. */
  public static LinearGaussian fit(Data training) {
    if (training.count() < 2) {
      throw new IllegalArgumentException(
          "a Gaussian is fitted to at least 2 rows, got " + training.count());
    }
    Scaling events = Scaling.fit(training.x());
    RealMatrix x = events.scaled(training.x());
    if (training.context().size() == 0) {
      return new LinearGaussian(events, Optional.empty(), root(x));
    }
    LinearMean mean = LinearMean.fit(x, training.context());
    return new LinearGaussian(
        events, Optional.of(mean), root(x.subtract(mean.at(training.context()))));
  }

  /** The second moments of columns with mean zero, and the ridge. */
  private static RealMatrix covariance(RealMatrix centered) {
    RealMatrix ridge =
        MatrixUtils.createRealIdentityMatrix(centered.getColumnDimension()).scalarMultiply(RIDGE);
    return centered
        .transposeMultiply(centered)
        .scalarMultiply(1.0 / centered.getRowDimension())
        .add(ridge);
  }

  private static RealMatrix root(RealMatrix centered) {
    return new CholeskyDecomposition(covariance(centered)).getL();
  }

  /** The whitened rows: draws of {@code N(0, I)} if this Gaussian is right. */
  Rows whitened(Data data) {
    RealMatrix x = events.scaled(data.x());
    RealMatrix centered = mean.map(one -> x.subtract(one.at(data.context()))).orElse(x);
    RealMatrix z = centered.multiplyTransposed(MatrixUtils.inverse(root));
    int d = data.x().size();
    float[] values = new float[data.x().values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) z.getEntry(i / d, i % d);
    }
    return Rows.of(values, d);
  }

  /** The logarithm of the volume that whitening divides by, in nats. */
  double logVolume() {
    double sum = events.logVolume();
    for (int i = 0; i < root.getRowDimension(); i++) {
      sum += Math.log(root.getEntry(i, i));
    }
    return sum;
  }

  /** The log-density of each row, in nats. */
  public float[] logProb(Data data) {
    double[] squares = Calibration.squaredRadius(whitened(data));
    double constant = -0.5 * data.x().size() * Math.log(2 * Math.PI) - logVolume();
    float[] logProb = new float[squares.length];
    for (int row = 0; row < logProb.length; row++) {
      logProb[row] = (float) (constant - 0.5 * squares[row]);
    }
    return logProb;
  }

  /** The number of parameters: means, slopes and one triangle of the covariance. */
  public long parameters() {
    long d = root.getRowDimension();
    long contexts = mean.map(one -> one.slopes().getRowDimension()).orElse(0);
    return d + d * contexts + d * (d + 1) / 2;
  }
}
