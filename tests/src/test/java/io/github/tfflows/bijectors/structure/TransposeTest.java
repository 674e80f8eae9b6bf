package io.github.tfflows.bijectors.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TransposeTest {
  @Test
  void movesAbsentEntriesAlong() {
    Values mask = Values.rows(Shape.of(1, 2), 1, 0);
    try (Workbench bench = Workbench.float64()) {
      Expr presence = bench.input("mask", mask.shape());
      Expr moved = Transpose.of(1, 0).forwardPresence(presence);
      assertEquals(Values.rows(Shape.of(2, 1), 1, 0), bench.fetch(moved, Map.of("mask", mask)));
    }
  }

  @Test
  void rejectsOtherAxes() {
    Expect.rejected("[0, 2]", () -> Transpose.of(0, 2));
    Expect.rejected("[]", Transpose::of);
  }
}
