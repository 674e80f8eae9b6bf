package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sinh;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Maps that consist of others: chains, sandwiches and tempered flows. */
class ChainTest {
  @Test
  void chainsApplyTheirLinksInReadingOrder() {
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
  void chainsPassShapesAlong() {
    Reshape flatten = new Reshape(Shape.of(2, 3), Shape.of(6));
    Chain chain = Chain.of(flatten, Permutation.reverse(6));
    assertEquals(Shape.of(6), chain.forwardEventShape(Shape.of(2, 3)));
    assertEquals(Shape.of(2, 3), chain.inverted().forwardEventShape(Shape.of(6)));
    Expect.rejected("[5]", () -> chain.forwardEventShape(Shape.of(5)));
  }

  @Test
  void chainsSplitOffTheirLastLink() {
    Chain chain = Chain.of(new Exp(), Permutation.reverse(2), new Sinh());
    Bijector.Split parts = chain.split().orElseThrow();
    assertEquals(
        new Bijector.Split(Chain.of(new Exp(), Permutation.reverse(2)), new Sinh()), parts);
    assertEquals(Optional.empty(), Chain.of(new Exp()).split());
  }

  private static final Permutation TURN = new Permutation(List.of(1, 2, 0));

  private static final Standardize SCALE =
      new Standardize(List.of(0.0, 0.0, 1.0), List.of(2.0, 3.0, 5.0));

  /** The outer map turns (x₀, x₁, x₂) to (x₁, x₂, x₀). */
  @Test
  void sandwichesUndoTheOuterMapLast() {
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
  void sandwichesPassShapesAlong() {
    Sandwich flat = new Sandwich(new Reshape(Shape.of(2, 3), Shape.of(6)), Permutation.reverse(6));
    assertEquals(Shape.of(2, 3), flat.forwardEventShape(Shape.of(2, 3)));
    assertEquals(Shape.of(2, 3), flat.inverseEventShape(Shape.of(2, 3)));
    Expect.rejected("[5]", () -> flat.forwardEventShape(Shape.of(5)));
  }

  @Test
  void theTemperatureIsTheScaleOfAStandardNormalBase() {
    try (CompiledDistribution model =
        CompiledDistribution.compile(new Tempered(StandardNormal.of(2), 0.5), 0)) {
      double expected = -0.5 * (1 + 16) - Math.log(2 * Math.PI) - 2 * Math.log(0.5);
      assertEquals(expected, model.logProb(new float[][] {{0.5f, -2}})[0], 1e-5);
    }
  }

  /** Draws come closer to the image of zero; the weights do not change. */
  @Test
  void aFlowKeepsItsWeightsAtAnotherTemperature() {
    TransformedDistribution flow =
        new TransformedDistribution(
            DiagonalNormal.trainable(1), new Standardize(List.of(5.0), List.of(2.0)));
    try (CompiledDistribution hot = CompiledDistribution.compile(flow, 1);
        CompiledDistribution cold =
            CompiledDistribution.compile(
                flow.atTemperature(0.25), 0, hot.weights(), Execution.defaults())) {
      float[][] wide = hot.sample(100, 3);
      float[][] narrow = cold.sample(100, 3);
      for (int i = 0; i < wide.length; i++) {
        assertEquals(5 + 0.25 * (wide[i][0] - 5), narrow[i][0], 1e-5);
      }
    }
  }

  @Test
  void rejectsEmptyChainsOtherBasesAndTemperaturesThatAreNotPositive() {
    Expect.rejected("none", Chain::of);
    Reshape reshape = new Reshape(Shape.of(6), Shape.of(2, 3));
    Expect.rejected("[5]", () -> new TransformedDistribution(StandardNormal.of(5), reshape));
    StandardNormal base = StandardNormal.of(1);
    Expect.rejected("got 0.0", () -> new Tempered(base, 0));
    Expect.rejected("got NaN", () -> new Tempered(base, Double.NaN));
  }
}
