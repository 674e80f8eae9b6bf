package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** The image of the vector {@link #X} by another implementation. */
final class LinearReference {
  private static final double[] X = {0.5, -1.2, 2};
  private static final double TOLERANCE = 1e-13;

  private final double[] y;
  private final double logDet;

  LinearReference(double[] y, double logDet) {
    this.y = y.clone();
    this.logDet = logDet;
  }

  /** Expects both directions of a map to agree with the reference. */
  void assertMetBy(Bijector map, Map<String, Values> parameters) {
    assertMapped(Direction.FORWARD, map, parameters, X, y, logDet);
    assertMapped(Direction.INVERSE, map, parameters, y, X, -logDet);
  }

  private static void assertMapped(
      Direction direction,
      Bijector map,
      Map<String, Values> parameters,
      double[] from,
      double[] to,
      double logDet) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("from", Shape.of(-1, 3));
      Mapped mapped = direction.build(map, bench.scope(), fed);
      Map<String, Values> feeds = new LinkedHashMap<>(parameters);
      feeds.put("from", Values.rows(Shape.of(3), from));
      assertArrayEquals(to, bench.fetch(mapped.value(), feeds).entries(), TOLERANCE);
      assertEquals(logDet, bench.fetch(mapped.logDet(), feeds).at(0), TOLERANCE);
    }
  }
}
