package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.ConditionerContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** Conditioners of sets under their contract, with absent elements and in any order. */
@ParameterizedClass
@FieldSource("ALL")
class SetNetworksTest extends NetworkCase<Conditioner> implements ConditionerContract {
  private static final int ELEMENTS = 4;

  static final List<NetworkCase<Conditioner>> ALL =
      List.of(
          of(() -> DeepSet.of(9, 7).withActivation(Activations.TANH), "dense_0 dense_1 output"),
          new NetworkCase<>(
              () -> new SetTransformer(4, 2, 1),
              Stream.of(
                      LayerNames.of("input").stream(),
                      block("block_0"),
                      LayerNames.of("output").stream())
                  .flatMap(each -> each)
                  .toList()));

  SetNetworksTest(NetworkCase<Conditioner> each) {
    super(each);
  }

  /** Returns the names of the parameters of a block of attention. */
  static Stream<String> block(String place) {
    return Stream.of(
            List.of("norm_0.scale", "norm_0.shift"),
            LayerNames.of("query", "key", "value", "output", "dense"),
            List.of("norm_1.scale", "norm_1.shift"))
        .flatMap(List::stream)
        .map(name -> place + "." + name);
  }

  @Override
  public Shape places() {
    return Shape.of(ELEMENTS);
  }

  @Test
  void parametersFollowTheOrderOfTheElements() {
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
  void absentElementsDoNotCount() {
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
  void noElementAtAllYieldsNumbers() {
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
  void refusesVectors() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Expect.rejected("[-1, 3]", () -> conditioner().parameters(bench.scope(), x, 1, 2));
    }
  }
}
