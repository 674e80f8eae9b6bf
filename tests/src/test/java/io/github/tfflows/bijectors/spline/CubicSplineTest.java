package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

public class CubicSplineTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new CubicSpline(8, 3);
  }

  /** The knots at zero parameters. */
  @Override
  public double[] edges() {
    return new double[] {-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3};
  }

  @Test
  void yieldsTheReferenceValues() {
    SplineReference.assertYields(
        ReferenceValues.of(CubicSplineTest.class, "cubic_spline.properties"),
        new CubicSpline(4, 3));
  }

  @Test
  void hasParametersForBinsAndEnds() {
    assertEquals(18, map().parameters());
  }

  /** Of more than 24 features it searches within the loop over the features of draws. */
  @Test
  void searchesWithinTheLoopOverFeatures() {
    Bijector map = new MaskedAutoregressive(new CubicSpline(4, 3).inverted(), Made.of(40));
    List<Values> values = new ArrayList<>();
    for (Workbench made : List.of(Workbench.float64(), Workbench.evaluating())) {
      try (Workbench bench = made) {
        Mapped y = map.forward(bench.scope(), bench.input("x", Shape.of(-1, 30)));
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Values> feeds = new LinkedHashMap<>();
        feeds.put("x", Values.gaussian(Shape.of(6, 30), 1, random));
        bench
            .parameterShapes()
            .forEach((name, shape) -> feeds.put(name, Values.gaussian(shape, 0.3, random)));
        values.addAll(bench.fetchAll(List.of(y.value(), y.logDet()), feeds));
      }
    }
    assertTrue(values.get(2).distance(values.get(0)) <= 1e-12);
    assertTrue(values.get(3).distance(values.get(1)) <= 1e-12);
  }

  @Test
  void rejectsSizesWithoutASpline() {
    Expect.rejected("got 1", () -> new CubicSpline(1, 3));
    Expect.rejected("got 501", () -> new CubicSpline(501, 3));
    Expect.rejected("got -3.0", () -> new CubicSpline(8, -3));
    Expect.rejected("got NaN", () -> new CubicSpline(8, Double.NaN));
  }
}
