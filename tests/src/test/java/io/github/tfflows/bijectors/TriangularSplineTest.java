package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TriangularSplineTest {
  /**
   * Splines by nflows 0.14 (unconstrained_rational_quadratic_spline, inverse=True), then flowjax
   * 19.1.2 (TriangularAffine, its matrix in WeightNormalization of the scales exp(s)) and c·W by
   * NumPy, all in float64.
   */
  @Test
  void yieldsTheReferenceValues() {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("y", Values.rows(Shape.of(3), -2.2, 0.4, 1.5, -0.1, 5, -1));
    feeds.put("c", Values.rows(Shape.of(2), 1, -2, 0.5, 0.25));
    feeds.put("lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 1.1, 9));
    feeds.put("log_scale", Values.of(Shape.of(3), 0.3, -0.8, 0.5));
    feeds.put("shift", Values.of(Shape.of(3), 0.1, -0.2, 0.3));
    feeds.put("context_kernel", Values.of(Shape.of(2, 3), 0.6, -0.5, 0.2, 0.1, 0.9, -0.3));
    double[] theta = {0.5, -0.25, -0.5, 0.75, 0.1, 1, 0, 0, 0.25, -1, 0.3, 0.2, -0.1, 0.4, 0.7};
    feeds.put("theta", Values.of(Shape.of(1, 3, 5), theta));
    Values x =
        Values.rows(
            Shape.of(3),
            0.32427423389977017,
            -1.7678080551337294,
            5.1201891873708405,
            2.821635755967315,
            2.2782179855359477,
            5.222346199437549);
    Values logs = Values.of(Shape.of(2), -0.21110618668520026, -1.9149924739954998);
    try (Workbench bench = Workbench.float64()) {
      GraphScope scope = bench.scope(bench.input("c", Shape.of(-1, 2)));
      Expr y = bench.input("y", Shape.of(-1, 3));
      Bijector layer = new TriangularSpline(new RationalQuadratic(2, 3));
      Mapped inverse = layer.inverse(scope, y);
      Mapped back = layer.forward(scope, inverse.value());
      assertTrue(bench.fetch(inverse.value(), feeds).distance(x) <= 1e-13);
      assertTrue(bench.fetch(inverse.logDet(), feeds).distance(logs) <= 1e-13);
      assertTrue(bench.fetch(back.value(), feeds).distance(Values.fed(feeds, "y")) <= 1e-13);
    }
  }

  @Test
  void rejectsMapsOfOtherDomainsAndOtherEvents() {
    Expect.rejected("to HALF_LINE", () -> new TriangularSpline(new Exp()));
    Expect.rejected("CIRCLE", () -> new TriangularSpline(new CircularRationalQuadratic(4, 3)));
    Bijector layer = new TriangularSpline(new RationalQuadratic(2, 3));
    Expect.rejected("[2, 2, 3]", () -> layer.forwardEventShape(Shape.of(2, 2, 3)));
    Expect.rejected("[2, 2, 3]", () -> layer.inverseEventShape(Shape.of(2, 2, 3)));
  }
}
