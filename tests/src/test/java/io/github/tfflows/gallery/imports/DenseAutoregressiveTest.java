package io.github.tfflows.gallery.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class DenseAutoregressiveTest {
  /** The shift of feature 0 depends on feature 1, which reads as zero where it is absent. */
  @Test
  void doesNotReadAbsentFeatures() {
    MaskedAutoregressive layer =
        new MaskedAutoregressive(new Affine(), new DenseAutoregressive(Mlp.of(), List.of(1, 0)));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr mask = bench.input("mask", Shape.of(-1, 2));
      Expr y = layer.forward(bench.scope().withPresence(mask), x).value();
      Map<String, Values> feeds =
          Map.of(
              "conditioner.output.kernel",
              Values.of(Shape.of(2, 4), 0, 0, 0, 0, 0, 0.5, 0, 0),
              "conditioner.output.bias",
              Values.zeros(Shape.of(4)),
              "x",
              Values.rows(Shape.of(2), 3, 7, 3, 7),
              "mask",
              Values.rows(Shape.of(2), 1, 0, 1, 1));
      Values found = bench.fetch(y, feeds);
      assertEquals(3, found.at(0), 1e-15);
      assertEquals(7, found.at(1), 1e-15);
      assertEquals(3 + 0.5 * 7, found.at(2), 1e-15);
    }
  }
}
