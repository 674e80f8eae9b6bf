package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
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
    Values x = reference.values("x", Shape.of(11, 1));
    Values slopes =
        reference.values("unnormalized_derivatives", Shape.of(3)).map(raw -> raw - UNIT_SLOPE);
    Values theta =
        Values.concatenated(
            Shape.of(1, 1, 11),
            reference.values("unnormalized_widths", Shape.of(4)),
            reference.values("unnormalized_heights", Shape.of(4)),
            slopes);
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Expr parameters = bench.input("theta", Shape.of(1, 1, 11));
      RationalQuadratic map = new RationalQuadratic(4, 3);
      assertEquals(11, map.parameters());
      Mapped y = map.forward(bench.scope(), fed, parameters);
      Mapped back = map.inverse(bench.scope(), y.value(), parameters);
      Map<String, Values> feeds = Map.of("x", x, "theta", theta);
      Values logs = reference.values("log_det", Shape.of(11, 1));
      assertTrue(
          bench.fetch(y.value(), feeds).distance(reference.values("y", Shape.of(11, 1))) <= 1e-13);
      assertTrue(bench.fetch(y.logDet(), feeds).distance(logs) <= 1e-13);
      assertTrue(bench.fetch(back.value(), feeds).distance(x) <= 1e-13);
      assertTrue(bench.fetch(back.logDet(), feeds).distance(logs.map(log -> -log)) <= 1e-13);
    }
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
