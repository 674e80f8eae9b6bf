package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class SumOfSquaresTest {
  /** zuko 1.6.0, SOSPolynomialTransform with bound 4, whose slope at zero parameters is 1.001. */
  @Test
  void yieldsTheValuesOfZuko() {
    double[] coefficients = {0.3, -0.5, 0.8, -0.2, 1.1, -0.4};
    double[] x = {-3.9, -2, -0.3, 0, 0.4, 1.1, 2.5, 3.7};
    double[] y = MonotoneReferences.numbers("SumOfSquares.zuko.y");
    double[] logSlope = MonotoneReferences.numbers("SumOfSquares.zuko.log_slope");
    double shift = -0.8;
    double[] theta = new double[7];
    for (int i = 0; i < 6; i++) {
      double rate = i < 3 ? 0.75 : 1.25;
      theta[i] = coefficients[i] / (1 - Math.abs(coefficients[i]) / 10) / rate;
    }
    theta[6] = shift;
    for (int i = 0; i < x.length; i++) {
      y[i] = 0.999 * (y[i] - 1e-3 * x[i]) + 1e-3 * x[i] + shift;
      logSlope[i] = Math.log(0.999 * (Math.exp(logSlope[i]) - 1e-3) + 1e-3);
    }
    new ScalarTrial(new SumOfSquares(2, 2, 4), theta).expectMap(1e-13, x, y, logSlope);
  }

  @Test
  void rejectsSizesWithoutAPolynomial() {
    Expect.rejected("got 0 of degree 3", () -> new SumOfSquares(0, 3, 4));
    Expect.rejected("got 2 of degree 0", () -> new SumOfSquares(2, 0, 4));
    Expect.rejected("got NaN", () -> new SumOfSquares(2, 3, Double.NaN));
  }
}
