package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.structure.SoftmaxCentered;
import io.github.tfflows.core.data.Layout;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class BlockwiseTest {
  @Test
  void givesEachBlockItsOwnMap() {
    Blockwise map =
        Blockwise.of(
            new Blockwise.Part(2, new Standardize(List.of(1.0, 2.0), List.of(3.0, 4.0))),
            new Blockwise.Part(1, new Exp()));
    MappedRows.of(
            new double[] {5, 6, 2},
            new double[] {1 + 3 * 5, 2 + 4 * 6, Math.exp(2)},
            Math.log(3) + Math.log(4) + 2)
        .assertMappedBy(map, 1e-14);
  }

  @Test
  void aLayoutOrdersAndSizesTheBlocks() {
    Layout layout = Layout.of("share", Shape.of(2)).and("stress", Shape.of(2, 2));
    Blockwise map = Blockwise.of(layout, Map.of("stress", new Exp(), "share", new Sigmoid(0, 1)));
    assertEquals(
        Blockwise.of(new Blockwise.Part(2, new Sigmoid(0, 1)), new Blockwise.Part(4, new Exp())),
        map);
    Expect.rejected(
        "expected the names [share, stress], got [share]",
        () -> Blockwise.of(layout, Map.of("share", new Exp())));
  }

  /** {@code x₁, x₂} become three equal shares, and the last feature its exponential. */
  @Test
  void blocksMayGrow() {
    Blockwise map =
        Blockwise.of(
            new Blockwise.Part(2, new SoftmaxCentered()), new Blockwise.Part(1, new Exp()));
    assertEquals(Shape.of(4), map.forwardEventShape(Shape.of(3)));
    assertEquals(Shape.of(3), map.inverseEventShape(Shape.of(4)));
    MappedRows.of(
            new double[] {0, 0, 2},
            new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0, Math.exp(2)},
            -3 * Math.log(3) + 2)
        .assertMappedBy(map, 1e-14);
  }

  /** The presence of each block is cut by the sizes of the side that it is of. */
  @Test
  void absentEntriesMoveAlongWithTheirBlock() {
    Blockwise map =
        Blockwise.of(
            new Blockwise.Part(1, new Exp()), new Blockwise.Part(2, Permutation.reverse(2)));
    try (Workbench bench = Workbench.float64()) {
      Expr presence = bench.input("mask", Shape.of(-1, 3));
      Map<String, Values> feeds = Map.of("mask", Values.rows(Shape.of(3), 1, 1, 0));
      Values moved = Values.rows(Shape.of(3), 1, 0, 1);
      assertEquals(moved, bench.fetch(map.forwardPresence(presence), feeds));
      assertEquals(moved, bench.fetch(map.inversePresence(presence), feeds));
    }
  }

  @Test
  void rejectsBlocksThatDoNotFit() {
    Expect.rejected("none", Blockwise::of);
    Expect.rejected("got 0", () -> new Blockwise.Part(0, new Exp()));
    Expect.rejected("[2]", () -> new Blockwise.Part(2, Permutation.reverse(3)));
    Expect.rejected(
        "[1, 2]", () -> new Blockwise.Part(2, new Reshape(Shape.of(2), Shape.of(1, 2))));
    Blockwise three = Blockwise.of(new Blockwise.Part(3, new Exp()));
    Expect.rejected("[4]", () -> three.forwardEventShape(Shape.of(4)));
    Expect.rejected("Reshape", () -> three.forwardEventShape(Shape.of(2, 3)));
  }
}
