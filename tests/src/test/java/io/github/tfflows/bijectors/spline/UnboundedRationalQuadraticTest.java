package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import org.junit.jupiter.api.Test;

public class UnboundedRationalQuadraticTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new UnboundedRationalQuadratic(8, 3);
  }

  /** The knots at zero parameters. */
  @Override
  public double[] edges() {
    return new double[] {-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3};
  }

  @Test
  void yieldsTheReferenceValues() {
    SplineReference.assertYields(
        ReferenceValues.of(
            UnboundedRationalQuadraticTest.class, "unbounded_rational_quadratic.properties"),
        new UnboundedRationalQuadratic(4, 3));
  }

  @Test
  void hasParametersForBinsAndAllKnots() {
    assertEquals(25, map().parameters());
  }

  @Test
  void rejectsSizesWithoutASpline() {
    Expect.rejected("got 1", () -> new UnboundedRationalQuadratic(1, 3));
    Expect.rejected("got 501", () -> new UnboundedRationalQuadratic(501, 3));
    Expect.rejected("got -3.0", () -> new UnboundedRationalQuadratic(8, -3));
    Expect.rejected("got NaN", () -> new UnboundedRationalQuadratic(8, Double.NaN));
  }
}
