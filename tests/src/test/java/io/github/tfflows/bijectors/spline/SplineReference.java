package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** Compares splines with another implementation: points, images and log-slopes from a file. */
final class SplineReference {
  /** Compares a map whose parameters the file has. */
  static void assertYields(ReferenceValues reference, ScalarBijector map) {
    Shape shape = Shape.of(1, 1, map.parameters());
    assertYields(reference, map, reference.values("theta", shape));
  }

  static void assertYields(ReferenceValues reference, ScalarBijector map, Values theta) {
    Shape rows = Shape.of(reference.words("x").length, 1);
    Values x = reference.values("x", rows);
    Values logs = reference.values("log_det", rows);
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Expr parameters = bench.input("theta", Shape.of(1, 1, map.parameters()));
      Mapped y = map.forward(bench.scope(), fed, parameters);
      Mapped back = map.inverse(bench.scope(), y.value(), parameters);
      Map<String, Values> feeds = Map.of("x", x, "theta", theta);
      assertClose(bench.fetch(y.value(), feeds), reference.values("y", rows));
      assertClose(bench.fetch(y.logDet(), feeds), logs);
      assertClose(bench.fetch(back.value(), feeds), x);
      assertClose(bench.fetch(back.logDet(), feeds), logs.map(log -> -log));
    }
  }

  private static void assertClose(Values found, Values expected) {
    assertTrue(found.distance(expected) <= 1e-13, () -> found + " is not " + expected);
  }

  private SplineReference() {}
}
