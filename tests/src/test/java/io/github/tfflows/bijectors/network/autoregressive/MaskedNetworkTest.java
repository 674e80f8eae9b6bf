package io.github.tfflows.bijectors.network.autoregressive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.WeightNormalizedNet;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** Draws in a loop yield the results of unrolled ones; masks of the reference. */
class MaskedNetworkTest {
  private static final RationalQuadratic MAP = new RationalQuadratic(4, 3);
  private static final int ROWS = 3;

  @ParameterizedTest
  @CsvSource({"2, 8", "3, 1", "4, 1", "5, 16", "8, 5", "17, 8", "31, 40"})
  void loopsYieldTheSame(int d, int hidden) {
    assertSame(new MaskedNetwork(dense(hidden)), d, false, false);
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "7, 16", "19, 8"})
  void loopsReadTheContext(int d, int hidden) {
    assertSame(new MaskedNetwork(dense(hidden)), d, true, false);
  }

  @ParameterizedTest
  @CsvSource({"4, 4", "6, 16", "20, 12"})
  void loopsLeaveAbsentEntries(int d, int hidden) {
    assertSame(new MaskedNetwork(dense(hidden)), d, true, true);
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "9, 16", "26, 20"})
  void residualLayersHaveLoops(int d, int hidden) {
    Layers.Wiring wiring = new ResidualNet(hidden, 2, Activations.RELU);
    assertSame(new MaskedNetwork(wiring), d, true, false);
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "9, 16", "26, 20"})
  void gatesHaveLoops(int d, int hidden) {
    Layers.Wiring wiring = ResidualNet.of(hidden, 2).withContextGates();
    assertSame(new MaskedNetwork(wiring), d, true, false);
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "26, 20"})
  void weightNormalizedLayersHaveLoops(int d, int hidden) {
    assertSame(new MaskedNetwork(new WeightNormalizedNet(dense(hidden))), d, true, false);
  }

  @ParameterizedTest
  @CsvSource({"5, 16", "26, 30"})
  void loopsReadBoundedFeaturesAndReturnThemAll(int d, int hidden) {
    assertSame(new MaskedNetwork(dense(hidden)), d, true, true, 0.5);
  }

  private static Layers.Wiring dense(int hidden) {
    return Mlp.of(hidden, hidden).withActivation(Activations.TANH);
  }

  private static void assertSame(
      MaskedNetwork network, int d, boolean conditional, boolean masked) {
    assertSame(network, d, conditional, masked, 1e6);
  }

  private static void assertSame(
      MaskedNetwork network, int d, boolean conditional, boolean masked, double bound) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      GraphScope scope =
          conditional ? bench.scope(bench.input("context", Shape.of(-1, 2))) : bench.scope();
      if (masked) {
        scope = scope.withPresence(bench.input("presence", Shape.of(-1, d)));
      }
      AutoregressiveConditioner.EntryMap map =
          new AutoregressiveConditioner.BoundedMap(
              (at, entry, theta) -> at.leavingAbsent(entry, MAP.forward(at, entry, theta)), bound);
      Mapped unrolled = network.unrolled(scope, x, MAP.parameters(), map);
      Mapped looped = network.looped(scope, x, MAP.parameters(), map);
      Map<String, Values> feeds = feeds(bench, d, conditional, masked);
      assertEqual(bench, unrolled.value(), looped.value(), feeds);
      assertEqual(bench, unrolled.logDet(), looped.logDet(), feeds);
    }
  }

  private static void assertEqual(
      Workbench bench, Expr expected, Expr actual, Map<String, Values> feeds) {
    Values values = bench.fetch(expected, feeds);
    assertTrue(values.largestMagnitude() > 1e-3, "nothing to compare");
    double error = bench.fetch(actual, feeds).distance(values);
    assertTrue(error <= 1e-12, () -> "loops are off by " + error);
  }

  private static Map<String, Values> feeds(
      Workbench bench, int d, boolean conditional, boolean masked) {
    SplittableRandom random = new SplittableRandom(d);
    Map<String, Values> feeds = bench.gaussianParameters(0.5, random);
    feeds.put("x", Values.gaussian(Shape.of(ROWS, d), 1, random));
    if (conditional) {
      feeds.put("context", Values.gaussian(Shape.of(ROWS, 2), 1, random));
    }
    if (masked) {
      double[] mask = new double[ROWS * d];
      Arrays.setAll(mask, i -> i % 3 == 1 ? 0 : 1);
      feeds.put("presence", Values.of(Shape.of(ROWS, d), mask));
    }
    return feeds;
  }

  /** A weight is masked exactly if the gradient by it is zero. */
  @Test
  void masksAreThoseOfTheReference() {
    ReferenceValues reference =
        ReferenceValues.of(MaskedNetworkTest.class, "made_masks.properties");
    Made made = Made.of(4, 4).withActivation(Activations.TANH);
    try (NetworkLab lab = new NetworkLab(3, 0, (scope, x) -> made.parameters(scope, x, 2))) {
      Map<String, Values> gradients = lab.gradients(lab.feeds(1));
      assertMask(reference.words("inputs_to_first"), Values.fed(gradients, "dense_0.kernel"));
      assertMask(reference.words("first_to_second"), Values.fed(gradients, "dense_1.kernel"));
      assertMask(reference.words("second_to_outputs"), Values.fed(gradients, "output.kernel"));
    }
  }

  private static void assertMask(String[] mask, Values gradient) {
    for (int i = 0; i < mask.length; i++) {
      StringBuilder found = new StringBuilder();
      for (double at : gradient.row(i)) {
        found.append(at == 0 ? '0' : '1');
      }
      assertEquals(mask[i], found.toString(), "row " + i);
    }
  }
}
