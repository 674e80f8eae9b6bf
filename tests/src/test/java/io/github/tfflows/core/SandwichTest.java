package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class SandwichTest {
  private static final Permutation TURN = new Permutation(List.of(1, 2, 0));

  private static final Standardize SCALE =
      new Standardize(List.of(0.0, 0.0, 1.0), List.of(2.0, 3.0, 5.0));

  /** The outer map turns (x₀, x₁, x₂) to (x₁, x₂, x₀). */
  @Test
  void undoesTheOuterMapLast() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Mapped y = new Sandwich(TURN, SCALE).forward(bench.scope(), x);
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(3), 7, 11, 13));
      double[] expected = {7 * 5 + 1, 11 * 2, 13 * 3};
      assertArrayEquals(expected, bench.fetch(y.value(), feeds).entries());
      assertEquals(Math.log(30), bench.fetch(y.logDet(), feeds).at(0), 1e-15);
    }
  }

  /** Of (x₀, x₁, x₂), the last is absent; the scale 3 is its own. */
  @ParameterizedTest
  @EnumSource
  void absentEntriesFollowTheOuterMap(Direction direction) {
    Sandwich sandwich = new Sandwich(TURN, SCALE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Expr mask = bench.input("mask", Shape.of(-1, 3));
      Mapped y = direction.build(sandwich, bench.scope().withPresence(mask), x);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(3), 7, 11, 13),
              "mask", Values.rows(Shape.of(3), 1, 1, 0));
      double logDet = direction == Direction.FORWARD ? Math.log(10) : -Math.log(10);
      assertEquals(logDet, bench.fetch(y.logDet(), feeds).at(0), 1e-15);
      assertEquals(13, bench.fetch(y.value(), feeds).at(2));
      for (Expr moved : List.of(sandwich.forwardPresence(mask), sandwich.inversePresence(mask))) {
        assertEquals(Values.fed(feeds, "mask"), bench.fetch(moved, feeds));
      }
    }
  }

  @Test
  void passesShapesAlong() {
    Sandwich flat = new Sandwich(new Reshape(Shape.of(2, 3), Shape.of(6)), Permutation.reverse(6));
    assertEquals(Shape.of(2, 3), flat.forwardEventShape(Shape.of(2, 3)));
    assertEquals(Shape.of(2, 3), flat.inverseEventShape(Shape.of(2, 3)));
    Expect.rejected("[5]", () -> flat.forwardEventShape(Shape.of(5)));
  }
}
