package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class UnconstrainedMonotonicTest {
  /** The reference is the adaptive quadrature of the integrand in 30 digits, by mpmath 1.3. */
  @Test
  void yieldsTheReferenceValues() {
    double[] theta = {0.1, 1.9, -1.4, 1.5, -0.4, -0.4, 2.8, 0.2, -0.1, 1.1, 1.7};
    double[] x = {-4, -2.5, -0.3, 0, 0.4, 1.1, 2.5, 3.9};
    double[] y = MonotoneReferences.numbers("UnconstrainedMonotonic.y");
    double[] logSlope = MonotoneReferences.numbers("UnconstrainedMonotonic.log_slope");
    new ScalarTrial(new UnconstrainedMonotonic(3, 4), theta).expectMap(1e-13, x, y, logSlope);
  }

  @Test
  void rejectsSizesWithoutANetwork() {
    Expect.rejected("got 0", () -> new UnconstrainedMonotonic(0, 4));
    Expect.rejected("got 65", () -> new UnconstrainedMonotonic(65, 4));
    Expect.rejected("got 0.0", () -> new UnconstrainedMonotonic(3, 0));
  }
}
