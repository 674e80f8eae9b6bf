package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sinh;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ChainTest {
  @Test
  void appliesItsLinksInReadingOrder() {
    Chain chain =
        Chain.of(
            new Standardize(List.of(1.0), List.of(2.0)),
            new Standardize(List.of(-3.0), List.of(5.0)));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Mapped y = chain.forward(bench.scope(), x);
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), 7));
      assertEquals((7 * 2 + 1) * 5 - 3, bench.fetch(y.value(), feeds).at(0));
      assertEquals(Math.log(10), bench.fetch(y.logDet(), feeds).at(0), 1e-15);
    }
  }

  @Test
  void passesShapesAlong() {
    Reshape flatten = new Reshape(Shape.of(2, 3), Shape.of(6));
    Chain chain = Chain.of(flatten, Permutation.reverse(6));
    assertEquals(Shape.of(6), chain.forwardEventShape(Shape.of(2, 3)));
    assertEquals(Shape.of(2, 3), chain.inverted().forwardEventShape(Shape.of(6)));
    Expect.rejected("[5]", () -> chain.forwardEventShape(Shape.of(5)));
  }

  @Test
  void splitsOffItsLastLink() {
    Chain chain = Chain.of(new Exp(), Permutation.reverse(2), new Sinh());
    Bijector.Split parts = chain.split().orElseThrow();
    assertEquals(
        new Bijector.Split(Chain.of(new Exp(), Permutation.reverse(2)), new Sinh()), parts);
    assertEquals(Optional.empty(), Chain.of(new Exp()).split());
  }

  @Test
  void rejectsAnEmptyChain() {
    Expect.rejected("none", Chain::of);
  }
}
