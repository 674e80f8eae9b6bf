package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class KeptHalfTest {
  @Test
  void movesTheEntriesThatACouplingKeeps() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 5));
      Mapped y = new KeptHalf(new Additive()).forward(bench.scope(), x);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(5), 1, 2, 3, 4, 5),
              "theta", Values.of(Shape.of(1, 2, 1), 10, 20));
      assertEquals(Values.rows(Shape.of(5), 11, 22, 3, 4, 5), bench.fetch(y.value(), feeds));
    }
  }

  /** The network of the coupling reads the kept entry {@code 2 + 10} of the data. */
  @Test
  void theNetworkReadsTheMappedEntries() {
    Bijector both = new Coupling(new Additive(), Mlp.of()).alsoMapping(new Additive());
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Mapped y = both.forward(bench.scope(), x);
      Mapped back = both.inverse(bench.scope(), y.value());
      Values base = Values.rows(Shape.of(2), 2, 1);
      Map<String, Values> feeds =
          Map.of(
              "x", base,
              "0_kept_half.theta", Values.of(Shape.of(1, 1, 1), 10),
              "1_coupling.conditioner.output.kernel", Values.of(Shape.of(1, 1), 3),
              "1_coupling.conditioner.output.bias", Values.of(Shape.of(1), 0.5));
      assertEquals(Values.rows(Shape.of(2), 12, 1 + 3 * 12 + 0.5), bench.fetch(y.value(), feeds));
      assertEquals(base, bench.fetch(back.value(), feeds));
    }
  }

  @Test
  void rejectsACircleThatTheNetworkReadsAsNumbers() {
    Coupling coupling = new Coupling(new Affine(), Mlp.of(8));
    Expect.rejected(
        "periodic features", () -> coupling.alsoMapping(new CircularRationalQuadratic(4, 3)));
  }
}
