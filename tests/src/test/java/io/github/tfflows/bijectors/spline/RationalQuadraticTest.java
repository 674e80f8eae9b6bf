package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

public class RationalQuadraticTest implements ScalarBijectorContract {
  /** What the library adds to raw slopes, so that the slope at zero is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - 1e-3));

  @Override
  public ScalarBijector map() {
    return new RationalQuadratic(8, 3);
  }

  /** The knots at zero parameters. */
  @Override
  public double[] edges() {
    return new double[] {-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3};
  }

  @Test
  void yieldsTheReferenceValues() {
    ReferenceValues reference =
        ReferenceValues.of(RationalQuadraticTest.class, "rational_quadratic.properties");
    Values slopes =
        reference.values("unnormalized_derivatives", Shape.of(3)).map(raw -> raw - UNIT_SLOPE);
    Values theta =
        Values.concatenated(
            Shape.of(1, 1, 11),
            reference.values("unnormalized_widths", Shape.of(4)),
            reference.values("unnormalized_heights", Shape.of(4)),
            slopes);
    SplineReference.assertYields(reference, new RationalQuadratic(4, 3), theta);
  }

  @Test
  void rejectsSizesWithoutASpline() {
    Expect.rejected("got 1", () -> new RationalQuadratic(1, 3));
    Expect.rejected("got 501", () -> new RationalQuadratic(501, 3));
    Expect.rejected("got -3.0", () -> new RationalQuadratic(8, -3));
    Expect.rejected("got NaN", () -> new RationalQuadratic(8, Double.NaN));
    Expect.rejected("got Infinity", () -> new RationalQuadratic(8, Double.POSITIVE_INFINITY));
  }
}
