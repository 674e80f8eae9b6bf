package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class GatedResidualNetTest {
  static final List<String> NAMES =
      LayerNames.of("input", "block_0.dense_0", "block_0.dense_1", "block_0.gate", "output");

  /**
   * Computed with nflows 0.14, ResidualNet with tanh, in double precision. Entry {@code j} of
   * parameter {@code i} is {@code sin(1 + i + 0.7j)}, in the order of the names.
   */
  @Test
  void agreesWithTheReference() {
    Conditioner network = ResidualNet.of(3, 1).withActivation(Activations.TANH).withContextGates();
    try (Workbench bench = Workbench.float64()) {
      Expr theta =
          network.parameters(
              bench.scope(bench.input("c", Shape.of(-1, 2))),
              bench.input("x", Shape.of(-1, 2)),
              1,
              2);
      Map<String, Values> feeds =
          bench.parameters((name, shape) -> Values.sines(1.0 + NAMES.indexOf(name), shape));
      feeds.put("x", Values.rows(Shape.of(2), 0.3, -1.2, 2, 0.5));
      feeds.put("c", Values.rows(Shape.of(2), -0.7, 1.1, 0.4, -2));
      Values expected =
          Values.of(
              Shape.of(2, 1, 2),
              -3.204984417210545,
              -4.638020127767599,
              -0.7846392812559004,
              -1.3026101150806824);
      double error = bench.fetch(theta, feeds).distance(expected);
      assertTrue(error <= 1e-12, () -> "off by " + error);
    }
  }

  @Test
  void closedGatesLeaveTheFirstLayer() {
    try (NetworkLab lab =
        new NetworkLab(
            3,
            2,
            (scope, x) ->
                ResidualNet.of(9, 1)
                    .withActivation(Activations.TANH)
                    .withContextGates()
                    .parameters(scope, x, 2, 2))) {
      Map<String, Values> feeds = lab.feeds(1);
      feeds.put("block_0.gate.bias", Values.zeros(Shape.of(9)).map(at -> -1e3));
      Values closed = lab.theta(feeds);
      Values kernel = Values.fed(feeds, "block_0.dense_1.kernel");
      feeds.put("block_0.dense_1.kernel", kernel.map(at -> at + 1));
      assertEquals(0, lab.theta(feeds).distance(closed));
      feeds.put("block_0.gate.bias", Values.zeros(Shape.of(9)));
      assertTrue(lab.theta(feeds).distance(closed) > 0);
    }
  }

  @Test
  void aNetworkOfTwoMayDropNormalizeAndGate() {
    Conditioner all =
        ResidualNet.of(9, 2).withDropout(0.2).withLayerNorm().withContextGates().withWeightNorm();
    try (NetworkLab lab = new NetworkLab(3, 2, (scope, x) -> all.parameters(scope, x, 2, 2))) {
      assertTrue(lab.bench().parameterNames().contains("block_1.gate.gain"));
      lab.assertGradients();
    }
  }
}
