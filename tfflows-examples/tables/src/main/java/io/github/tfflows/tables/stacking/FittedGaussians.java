package io.github.tfflows.tables.stacking;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.tables.density.LogSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** Gaussians, at least one, with weights, in the form of {@link Gaussians}. */
record FittedGaussians(List<Part> parts) {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * A component. In it, {@code factor·x - shift} is a standard normal vector, where the factor is
   * lower triangular with a positive diagonal; {@code logScale} is the log-density where this
   * vector is zero.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(double logWeight, double[][] factor, double[] shift, double logScale) {
    /** Returns the Gaussian of a mean and of the covariance whose Cholesky factor is given. */
    static Part of(double logWeight, double[] mean, double[][] cholesky) {
      double[][] factor = inverse(cholesky);
      double[] shift = new double[mean.length];
      double logScale = 0;
      for (int i = 0; i < shift.length; i++) {
        logScale += Math.log(factor[i][i]) - LOG_TWO_PI / 2;
        for (int j = 0; j <= i; j++) {
          shift[i] += factor[i][j] * mean[j];
        }
      }
      return new Part(logWeight, factor, shift, logScale);
    }

    private static double[][] inverse(double[][] lower) {
      int d = lower.length;
      double[][] inverse = new double[d][d];
      for (int j = 0; j < d; j++) {
        for (int i = j; i < d; i++) {
          double rest = i == j ? 1 : 0;
          for (int k = j; k < i; k++) {
            rest -= lower[i][k] * inverse[k][j];
          }
          inverse[i][j] = rest / lower[i][i];
        }
      }
      return inverse;
    }

    /** The logarithm of its weight times its density. */
    double logDensity(double[] x) {
      double square = 0;
      for (int i = 0; i < x.length; i++) {
        double z = -shift[i];
        for (int j = 0; j <= i; j++) {
          z += factor[i][j] * x[j];
        }
        square += z * z;
      }
      return logWeight + logScale - square / 2;
    }

    private Part weighted(double logFactor) {
      return new Part(logWeight + logFactor, factor, shift, logScale);
    }
  }

  FittedGaussians {
    parts = List.copyOf(parts);
  }

  /** Returns the mixture of some mixtures. */
  static FittedGaussians mixed(List<FittedGaussians> mixtures, List<Double> weights) {
    List<Part> all = new ArrayList<>();
    for (int i = 0; i < mixtures.size(); i++) {
      double log = Math.log(weights.get(i));
      mixtures.get(i).parts.forEach(part -> all.add(part.weighted(log)));
    }
    return new FittedGaussians(all);
  }

  /** The parameters of the {@link Gaussians}. */
  Weights weights() {
    int count = parts.size();
    int d = parts.get(0).shift().length;
    double[] logits = new double[count];
    double[] shifts = new double[count * d];
    double[] lower = new double[count * d * d];
    double[] logDiagonal = new double[count * d];
    for (int k = 0; k < count; k++) {
      Part part = parts.get(k);
      logits[k] = part.logWeight();
      for (int i = 0; i < d; i++) {
        shifts[k * d + i] = part.shift()[i];
        logDiagonal[k * d + i] = Math.log(part.factor()[i][i]);
        System.arraycopy(part.factor()[i], 0, lower, (k * d + i) * d, i);
      }
    }
    return new Weights(
        Map.of(
            "logits", new Weights.Array(Shape.of(count), logits),
            "shifts", new Weights.Array(Shape.of(count, d), shifts),
            "lower", new Weights.Array(Shape.of(count, d, d), lower),
            "log_diagonal", new Weights.Array(Shape.of(count, d), logDiagonal)));
  }

  double logDensity(double[] x) {
    return LogSum.of(parts.stream().mapToDouble(part -> part.logDensity(x)).toArray());
  }
}
