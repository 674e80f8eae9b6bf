package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PlanarTanhTest {
  /** The reference is not moved by {@code softplus}' floor, nor by the guard of a short w. */
  @Test
  void yieldsTheReferenceValues() {
    ReferenceValues reference = ReferenceValues.of(PlanarTanhTest.class, "planar.properties");
    new MappedRows(
            reference.values("x", Shape.of(2, 3)),
            reference.values("y", Shape.of(2, 3)),
            reference.values("log_det", Shape.of(2)),
            Map.of(
                "w",
                reference.values("w", Shape.of(3)),
                "u",
                reference.values("u", Shape.of(3)),
                "b",
                reference.values("b", Shape.scalar())))
        .assertMappedBy(new Planar(PlanarActivation.TANH), 1e-13);
  }

  /** Uniform on ±√(2/d), and the two apart. */
  @Test
  void wAndUStartUniform() {
    int d = 1000;
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      Mapped unused = new Planar(PlanarActivation.TANH).forward(bench.scope(), x);
      Map<String, Values> start = bench.initialValues();
      double reach = Math.sqrt(2.0 / d);
      for (String name : List.of("w", "u")) {
        double[] entries = Values.fed(start, name).entries();
        assertEquals(reach, Arrays.stream(entries).max().orElseThrow(), 0.02 * reach);
        assertEquals(-reach, Arrays.stream(entries).min().orElseThrow(), 0.02 * reach);
        assertEquals(0, Arrays.stream(entries).average().orElseThrow(), 0.1 * reach);
      }
      assertTrue(Values.fed(start, "w").distance(Values.fed(start, "u")) > 0);
      assertEquals(0, Values.fed(start, "b").at(0));
    }
  }
}
