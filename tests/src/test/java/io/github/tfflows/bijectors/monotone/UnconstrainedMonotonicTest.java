package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class UnconstrainedMonotonicTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new UnconstrainedMonotonic(3, 4);
  }

  /** Where the tangents begin. */
  @Override
  public double[] edges() {
    return new double[] {-4, 0, 4};
  }

  /** The reference is the adaptive quadrature of the integrand in 30 digits, by mpmath 1.3. */
  @Test
  void yieldsTheReferenceValues() {
    double[] theta = {0.1, 1.9, -1.4, 1.5, -0.4, -0.4, 2.8, 0.2, -0.1, 1.1, 1.7};
    double[] x = {-4, -2.5, -0.3, 0, 0.4, 1.1, 2.5, 3.9};
    double[] y = {
      -13.011442651279863,
      -9.01251487438044,
      -0.08050750173814203,
      1.7,
      4.301272420891708,
      9.309612123899095,
      19.44431768879515,
      27.8621742161353
    };
    double[] logSlope = {
      0.9110861388148546,
      1.0805857003987402,
      1.7360432203562757,
      1.8229747993011485,
      1.9160191773619568,
      2.001907880244205,
      1.9087806629128379,
      1.6723195504216768
    };
    new ScalarTrial(map(), theta).expectMap(1e-13, x, y, logSlope);
  }

  @Test
  void rejectsSizesWithoutANetwork() {
    Expect.rejected("got 0", () -> new UnconstrainedMonotonic(0, 4));
    Expect.rejected("got 65", () -> new UnconstrainedMonotonic(65, 4));
    Expect.rejected("got 0.0", () -> new UnconstrainedMonotonic(3, 0));
  }
}
