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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

public class CircularRationalQuadraticTest implements ScalarBijectorContract {
  /** What the library adds to raw slopes, so that the slope at zero is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - 1e-3));

  @Override
  public ScalarBijector map() {
    return new CircularRationalQuadratic(8, 3);
  }

  /** The knots at zero parameters, on the circle and beyond. */
  @Override
  public double[] edges() {
    return new double[] {-9, -3.75, -3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3, 3.75, 9};
  }

  @Test
  void yieldsTheReferenceValues() {
    ReferenceValues reference =
        ReferenceValues.of(
            CircularRationalQuadraticTest.class, "circular_rational_quadratic.properties");
    Values slopes =
        reference.values("unnormalized_derivatives", Shape.of(4)).map(raw -> raw - UNIT_SLOPE);
    Values theta =
        Values.concatenated(
            Shape.of(1, 1, 12),
            reference.values("unnormalized_widths", Shape.of(4)),
            reference.values("unnormalized_heights", Shape.of(4)),
            Values.of(Shape.of(3), slopes.at(1), slopes.at(2), slopes.at(3)),
            Values.of(Shape.of(1), slopes.at(0)));
    SplineReference.assertYields(reference, new CircularRationalQuadratic(4, 3), theta);
  }

  @Test
  void isTheSameAllAroundTheCircle() {
    Values once = Values.rows(Shape.of(1), -3, -2.9, -1.2, 0, 0.3, 2.9);
    List<Values> here = mapped(once);
    for (int turns : new int[] {-7, -1, 1, 4}) {
      List<Values> there = mapped(once.map(x -> x + 6 * turns));
      assertTrue(there.get(0).distance(here.get(0).map(y -> y + 6 * turns)) <= 1e-12);
      assertTrue(there.get(1).distance(here.get(1)) <= 1e-12);
    }
  }

  @Test
  void hasOneSlopeAtBothEnds() {
    List<Values> ends = mapped(Values.rows(Shape.of(1), -3, -3 + 1e-9, 3 - 1e-9, 3));
    for (int i = 1; i < 4; i++) {
      assertEquals(ends.get(1).at(0), ends.get(1).at(i), 1e-7);
    }
    assertTrue(Math.abs(ends.get(1).at(0)) > 0.1, "it is not one: " + ends.get(1));
    assertEquals(-3, ends.get(0).at(0));
    assertEquals(3, ends.get(0).at(3));
  }

  /** Values and log-slopes under parameters drawn at random. */
  private List<Values> mapped(Values x) {
    SplittableRandom random = new SplittableRandom(4);
    Values theta = Values.gaussian(Shape.of(1, 1, map().parameters()), 1, random);
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Expr parameters = bench.input("theta", Shape.of(1, 1, map().parameters()));
      Mapped y = map().forward(bench.scope(), fed, parameters);
      return bench.fetchAll(List.of(y.value(), y.logDet()), Map.of("x", x, "theta", theta));
    }
  }

  @Test
  void rejectsSizesWithoutASpline() {
    Expect.rejected("got 1", () -> new CircularRationalQuadratic(1, 3));
    Expect.rejected("got 501", () -> new CircularRationalQuadratic(501, 3));
    Expect.rejected("got -3.0", () -> new CircularRationalQuadratic(8, -3));
    Expect.rejected("got NaN", () -> new CircularRationalQuadratic(8, Double.NaN));
  }
}
