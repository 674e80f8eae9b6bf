package io.github.tfflows.bijectors.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * A point, its image and the log-determinant between them, from an independent implementation.
 *
 * @param x the point, with a first axis of one row
 * @param y its image, with a first axis of one row
 */
record OnePoint(Values x, Values y, double logDet) {
  private static final double TOLERANCE = 1e-13;

  static OnePoint of(double[] x, double[] y, double logDet) {
    return new OnePoint(
        Values.rows(Shape.of(x.length), x), Values.rows(Shape.of(y.length), y), logDet);
  }

  /** Asserts that a bijector maps the point to its image and back. */
  void assertMappedBy(Bijector bijector) {
    assertMaps(bijector, Direction.FORWARD, x, y, logDet);
    assertMaps(bijector, Direction.INVERSE, y, x, -logDet);
  }

  private static void assertMaps(
      Bijector bijector, Direction direction, Values from, Values to, double logDet) {
    try (Workbench bench = Workbench.float64()) {
      Mapped mapped = direction.build(bijector, bench.scope(), bench.input("x", from.shape()));
      Map<String, Values> feeds = Map.of("x", from);
      Values value = bench.fetch(mapped.value(), feeds);
      assertTrue(value.distance(to) <= TOLERANCE, () -> direction + " yields " + value);
      assertEquals(logDet, bench.fetch(mapped.logDet(), feeds).at(0), TOLERANCE * 10);
    }
  }
}
