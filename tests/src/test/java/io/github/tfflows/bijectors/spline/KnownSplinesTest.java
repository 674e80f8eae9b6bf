package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Splines on a circle, and in loops. */
class KnownSplinesTest {
  @Test
  void aCircularSplineIsTheSameAllAroundTheCircle() {
    Values once = Values.rows(Shape.of(1), -3, -2.9, -1.2, 0, 0.3, 2.9);
    List<Values> here = mapped(once);
    for (int turns : new int[] {-7, -1, 1, 4}) {
      List<Values> there = mapped(once.map(x -> x + 6 * turns));
      assertTrue(there.get(0).distance(here.get(0).map(y -> y + 6 * turns)) <= 1e-12);
      assertTrue(there.get(1).distance(here.get(1)) <= 1e-12);
    }
  }

  @Test
  void aCircularSplineHasOneSlopeAtBothEnds() {
    List<Values> ends = mapped(Values.rows(Shape.of(1), -3, -3 + 1e-9, 3 - 1e-9, 3));
    for (int i = 1; i < 4; i++) {
      assertEquals(ends.get(1).at(0), ends.get(1).at(i), 1e-7);
    }
    assertTrue(Math.abs(ends.get(1).at(0)) > 0.1, "it is not one: " + ends.get(1));
    assertEquals(-3, ends.get(0).at(0));
    assertEquals(3, ends.get(0).at(3));
  }

  /** Values and log-slopes under parameters drawn at random. */
  private static List<Values> mapped(Values x) {
    CircularRationalQuadratic map = new CircularRationalQuadratic(8, 3);
    Values theta = Values.gaussian(Shape.of(map.parameters()), 1, new SplittableRandom(4));
    return new ScalarTrial(map, theta.entries()).run(Direction.FORWARD, x.entries());
  }

  /** Of many features a cubic spline searches within the loop over the features of draws. */
  @Test
  void aCubicSplineSearchesWithinTheLoopOverFeatures() {
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
}
