package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class BernsteinPolynomialTest {
  /** zuko 1.6.0, BernsteinTransform of order 6 with bound 3 and {@code eps=1e-12}. */
  @Test
  void yieldsTheValuesOfZuko() {
    double[] coefficients = MonotoneReferences.numbers("BernsteinPolynomial.zuko.coefficients");
    double[] x = {-2.9, -2, -0.3, 0, 0.4, 1.1, 2.5, 2.95, -5, 7};
    double[] y = MonotoneReferences.numbers("BernsteinPolynomial.zuko.y");
    double[] logSlope = MonotoneReferences.numbers("BernsteinPolynomial.zuko.log_slope");
    double[] theta = new double[7];
    for (int m = 0; m < 6; m++) {
      double log = Math.log(coefficients[m + 1] - coefficients[m]); // 2·bound is the degree
      theta[m] = log / (1 - Math.abs(log) / Math.log(1e3));
    }
    theta[6] = (coefficients[0] + coefficients[6]) / 2;
    new ScalarTrial(new BernsteinPolynomial(6, 3), theta).expectMap(1e-10, x, y, logSlope);
  }

  @Test
  void isTheIdentityOfAnyDegreeAtZero() {
    double[] x = {-9, -3, -1, 0, 2.9, 3, 5};
    for (int degree : new int[] {1, 2, 3, 16, 17, 64}) {
      new ScalarTrial(new BernsteinPolynomial(degree, 3), new double[degree + 1])
          .expectMap(1e-13, x, x, new double[x.length]);
    }
  }

  @Test
  void rejectsSizesWithoutAPolynomial() {
    Expect.rejected("got 0", () -> new BernsteinPolynomial(0, 3));
    Expect.rejected("got 65", () -> new BernsteinPolynomial(65, 3));
    Expect.rejected("got -1.0", () -> new BernsteinPolynomial(7, -1));
  }
}
