package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RadialTest {
  @Test
  void mapsItsCenterToItself() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Mapped y = new Radial().forward(bench.scope(), x);
      Mapped back = new Radial().inverse(bench.scope(), y.value());
      Values center = Values.of(Shape.of(2), 0.4, -2);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.of(Shape.of(1, 2), 0.4, -2),
              "center", center,
              "alpha", Values.of(Shape.scalar(), 0.3),
              "beta", Values.of(Shape.scalar(), -0.8));
      for (Expr at : List.of(y.value(), back.value())) {
        assertTrue(bench.fetch(at, feeds).distance(Values.fed(feeds, "x")) == 0);
      }
      Values sum = bench.fetch(y.logDet(), feeds).plus(1, bench.fetch(back.logDet(), feeds));
      assertTrue(sum.largestMagnitude() <= 1e-14);
    }
  }

  @Test
  void mapsVectorsOnly() {
    Expect.rejected("[2, 2, 3]", () -> new Radial().forwardEventShape(Shape.of(2, 2, 3)));
  }

  /** Over many places: the seed of a parameter is that of its place. */
  @Test
  void startsAroundTheIdentity() {
    int d = 4;
    int places = 40;
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      for (int i = 0; i < places; i++) {
        Mapped unused = new Radial().forward(bench.scope().sub("at" + i), x);
      }
      Map<String, Values> start = bench.initialValues();
      for (String name : List.of("alpha", "beta")) {
        double[] drawn = entries(start, name);
        assertEquals(places, drawn.length);
        assertEquals(1.0 / d, Arrays.stream(drawn).max().orElseThrow(), 0.25 / d);
        assertEquals(-1.0 / d, Arrays.stream(drawn).min().orElseThrow(), 0.25 / d);
      }
      double[] centers = entries(start, "center");
      double mean = Arrays.stream(centers).average().orElseThrow();
      double square = Arrays.stream(centers).map(at -> at * at).average().orElseThrow();
      assertEquals(0, mean, 4 / Math.sqrt(centers.length));
      assertEquals(1, square, 4 * Math.sqrt(2.0 / centers.length));
      assertNotEquals(Values.fed(start, "at0.alpha").at(0), Values.fed(start, "at0.beta").at(0));
    }
  }

  private static double[] entries(Map<String, Values> start, String name) {
    return start.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + name))
        .flatMapToDouble(entry -> Arrays.stream(entry.getValue().entries()))
        .toArray();
  }
}
