package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.ConditionerContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** What every {@link Conditioner} of sets must do. */
interface SetConditionerContract extends ConditionerContract {
  int ELEMENTS = 4;

  @Override
  default Shape places() {
    return Shape.of(ELEMENTS);
  }

  @Test
  default void parametersFollowTheOrderOfTheElements() {
    try (NetworkLab lab =
        new NetworkLab(
            Shape.of(ELEMENTS, 3), 2, (scope, x) -> conditioner().parameters(scope, x, 2, 3))) {
      Map<String, Values> feeds = lab.feeds(1);
      Values theta = lab.theta(feeds);
      feeds.put("known", Values.fed(feeds, "known").reordered(2, 0, 3, 1));
      Values expected = theta.reordered(2, 0, 3, 1);
      assertTrue(expected.distance(theta) > 1e-3, "nothing to compare");
      assertTrue(lab.theta(feeds).distance(expected) <= 1e-13);
    }
  }

  /** Element 2 of four is absent, in the first row, and all but one are in the second. */
  @Test
  default void absentElementsDoNotCount() {
    try (Workbench bench = Workbench.float64()) {
      Expr four = bench.input("four", Shape.of(-1, ELEMENTS, 2));
      Expr mask = bench.input("mask", Shape.of(-1, ELEMENTS, 2));
      Expr three = bench.input("three", Shape.of(-1, 3, 2));
      Expr one = bench.input("one", Shape.of(-1, 1, 2));
      Expr masked = conditioner().parameters(bench.scope().withPresence(mask), four, 1, 2);
      Expr ofThree = conditioner().parameters(bench.scope(), three, 1, 2);
      Expr ofOne = conditioner().parameters(bench.scope(), one, 1, 2);
      SplittableRandom random = new SplittableRandom(3);
      Map<String, Values> feeds = bench.gaussianParameters(0.7, random);
      feeds.put(
          "four",
          Values.rows(Shape.of(ELEMENTS, 2), 1, 2, 3, 4, 99, -99, 5, 6, 7, 7, -1, 0.5, 7, 7, 7, 7));
      feeds.put(
          "mask",
          Values.rows(Shape.of(ELEMENTS, 2), 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0));
      feeds.put("three", Values.rows(Shape.of(3, 2), 1, 2, 3, 4, 5, 6));
      feeds.put("one", Values.rows(Shape.of(1, 2), -1, 0.5));
      double[] found = bench.fetch(masked, feeds).entries();
      Values rest = bench.fetch(ofThree, feeds);
      for (int i = 0; i < 6; i++) {
        assertEquals(rest.at(i), found[i < 4 ? i : i + 2], 1e-13);
      }
      Values single = bench.fetch(ofOne, feeds);
      assertEquals(single.at(0), found[10], 1e-13);
      assertEquals(single.at(1), found[11], 1e-13);
    }
  }

  @Test
  default void noElementAtAllYieldsNumbers() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, ELEMENTS, 2));
      Expr theta =
          conditioner().parameters(bench.scope().withPresence(x.times(0)), x.times(0), 1, 2);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("x", Values.ones(Shape.of(2, ELEMENTS, 2)));
      assertTrue(bench.fetch(theta, feeds).allFinite());
    }
  }

  @Test
  default void refusesVectors() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Expect.rejected("[-1, 3]", () -> conditioner().parameters(bench.scope(), x, 1, 2));
    }
  }
}
