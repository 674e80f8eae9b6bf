package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Mapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Rows, their images and the log-determinants between them, from an independent implementation.
 *
 * @param x the rows
 * @param y their images
 * @param logDets a number for each row
 * @param parameters those of the bijector, by name
 */
public record MappedRows(Values x, Values y, Values logDets, Map<String, Values> parameters) {
  /** Returns a single row under a bijector without parameters. */
  public static MappedRows of(Values x, Values y, double logDet) {
    return new MappedRows(x, y, Values.of(Shape.of(1), logDet), Map.of());
  }

  /** Returns a single vector under a bijector without parameters. */
  public static MappedRows of(double[] x, double[] y, double logDet) {
    return of(Values.rows(Shape.of(x.length), x), Values.rows(Shape.of(y.length), y), logDet);
  }

  /** Returns the same rows under a bijector of these parameters. */
  public MappedRows with(Map<String, Values> others) {
    return new MappedRows(x, y, logDets, others);
  }

  /** Asserts that a bijector maps the rows to their images and back, up to a distance. */
  public void assertMappedBy(Bijector bijector, double tolerance) {
    assertMaps(bijector, Direction.FORWARD, x, y, logDets, tolerance);
    assertMaps(bijector, Direction.INVERSE, y, x, logDets.map(log -> -log), tolerance);
  }

  private void assertMaps(
      Bijector bijector,
      Direction direction,
      Values from,
      Values to,
      Values logs,
      double tolerance) {
    try (Workbench bench = Workbench.float64()) {
      Mapped mapped = direction.build(bijector, bench.scope(), bench.input("from", from.shape()));
      Map<String, Values> feeds = new LinkedHashMap<>(parameters);
      feeds.put("from", from);
      List<Values> found = bench.fetchAll(List.of(mapped.value(), mapped.logDet()), feeds);
      assertTrue(found.get(0).distance(to) <= tolerance, () -> direction + " yields " + found);
      assertTrue(found.get(1).distance(logs) <= tolerance, () -> direction + " yields " + found);
    }
  }
}
