package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LogisticMixtureTest {
  static final double[] LOG_WEIGHTS = {0.3, -0.7, 0.1};

  static final double[] MEANS = {-1.5, 0.4, 2};

  static final double[] LOG_SCALES = {0.2, -1, 0.5};

  static final double[] X = {-60, -7, -2, -0.3, 0, 0.4, 1.1, 2.5, 9, 45};

  /** Returns the raw parameters of three components with these log-weights, means and scales. */
  static double[] raw() {
    double[] raw = Arrays.copyOf(LOG_WEIGHTS, 9);
    for (int k = 0; k < 3; k++) {
      double rate = 0.5 + (k + 0.5) / 3;
      raw[3 + k] = MEANS[k] / rate;
      raw[6 + k] = LOG_SCALES[k] / (1 - Math.abs(LOG_SCALES[k]) / Math.log(1e3)) / rate;
    }
    return raw;
  }

  /** The reference is the formula in 60 digits and its central difference, by mpmath 1.3. */
  @Test
  void yieldsTheReferenceValues() {
    double[] y = MonotoneReferences.numbers("LogisticMixture.y");
    double[] logSlope = MonotoneReferences.numbers("LogisticMixture.log_slope");
    double a = 0.7;
    double b = -2;
    double squashed = a / (1 - a / Math.log(100));
    new ScalarTrial(
            new LogisticMixture(3),
            DoubleStream.concat(Arrays.stream(raw()), DoubleStream.of(squashed, b)).toArray())
        .expectMap(
            1e-12,
            X,
            Arrays.stream(y).map(at -> at * Math.exp(a) + b).toArray(),
            Arrays.stream(logSlope).map(at -> at + a).toArray());
  }

  /** Components that are narrow and far apart leave plains between them. */
  @Test
  void returnsFromPlains() {
    double[] theta = {0, 3, -3, -40, 30, 20, -20, 5, -50, 2, 1};
    new ScalarTrial(new LogisticMixture(3), theta)
        .expectReturn(1e-9, 3e-6, -1e6, -200, -21, -20, -5, 0, 11, 24, 25, 30, 1e5);
  }

  @Test
  void rejectsAMixtureOfNothing() {
    Expect.rejected("got 0", () -> new LogisticMixture(0));
  }
}
