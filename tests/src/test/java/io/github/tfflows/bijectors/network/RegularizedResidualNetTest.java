package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.MaskedNetwork;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.network.layer.Dropout;
import io.github.tfflows.bijectors.network.layer.LayerNorm;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RegularizedResidualNetTest {
  private static final double RATE = 0.3;

  /** Computed with torch.nn.functional.layer_norm of PyTorch 2. */
  @Test
  void normalizesAsPyTorchDoes() {
    try (Workbench bench = Workbench.float64()) {
      Expr h = bench.input("h", Shape.of(-1, 3));
      Expr normalized = LayerNorm.of(bench.scope(), 3).apply(h);
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("h", Values.rows(Shape.of(3), 0.5, -1.5, 4, 1e-3, 0, 1e100));
      feeds.put("scale", Values.of(Shape.of(3), 1, 2, 3));
      feeds.put("shift", Values.of(Shape.of(3), 0.1, 0.2, 0.3));
      Values expected =
          Values.rows(
              Shape.of(3),
              -0.11997045965749453,
              -1.9997045965749456,
              4.2594682738349015,
              -0.6071067811865475,
              -1.214213562373095,
              4.5426406871192855);
      assertTrue(bench.fetch(normalized, feeds).distance(expected) <= 1e-13);
    }
  }

  private static Values dropped(Workbench bench, Values h) {
    Expr input = bench.input("h", h.shape());
    return bench.fetch(
        new Dropout(bench.scope().sub("dropout"), RATE).apply(input), Map.of("h", h));
  }

  @Test
  void dropsUnitsInTrainingOnly() {
    Values ones = Values.ones(Shape.of(100, 100));
    try (Workbench use = Workbench.float64();
        Workbench evaluation = Workbench.evaluating();
        Workbench training = Workbench.training()) {
      assertEquals(ones, dropped(use, ones));
      assertEquals(ones, dropped(evaluation, ones));
      double[] kept = dropped(training, ones).entries();
      assertTrue(Arrays.stream(kept).allMatch(at -> at == 0 || at == 1 / (1 - RATE)));
      double mean = Arrays.stream(kept).average().orElseThrow();
      double deviation = Math.sqrt(RATE / (1 - RATE)) / 100;
      assertEquals(1, mean, 5 * deviation, "the expectation stays");
    }
  }

  @Test
  void dropsOtherUnitsOfAnotherBatch() {
    Values ones = Values.ones(Shape.of(100, 100));
    Values moved = ones.with(0, 1.0000001);
    try (Workbench once = Workbench.training();
        Workbench again = Workbench.training();
        Workbench other = Workbench.training()) {
      Values first = dropped(once, ones);
      assertEquals(first, dropped(again, ones));
      Values second = dropped(other, moved);
      double same = 0;
      for (int i = 1; i < first.size(); i++) {
        same += (first.at(i) == 0) == (second.at(i) == 0) ? 1 : 0;
      }
      double expected = RATE * RATE + (1 - RATE) * (1 - RATE);
      assertEquals(expected, same / first.size(), 0.03, "six standard deviations");
    }
  }

  @Test
  void dropsUnitsOfMaskedNetworks() {
    AutoregressiveConditioner made = ResidualMade.of(8, 1).withDropout(RATE);
    try (NetworkLab lab = new NetworkLab(3, 0, (scope, x) -> made.parameters(scope, x, 2))) {
      Map<String, Values> feeds = lab.feeds(1);
      try (Workbench training = Workbench.training()) {
        Expr x = training.input("known", Shape.of(-1, 3));
        Expr theta = made.parameters(training.scope(), x, 2);
        assertTrue(training.fetch(theta, feeds).distance(lab.theta(feeds)) > 0);
      }
    }
  }

  @Test
  void rejectsWhatIsNoRateOrWouldMixFeatures() {
    Expect.rejected("1.0", () -> ResidualNet.of(8, 1).withDropout(1));
    Expect.rejected("NaN", () -> ResidualMade.of(8, 1).withDropout(Double.NaN));
    AutoregressiveConditioner mixing = new MaskedNetwork(ResidualNet.of(8, 1).withLayerNorm());
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expect.rejected("8 units", () -> mixing.parameters(bench.scope(), x, 1));
    }
  }
}
