package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class WeightNormalizedNetTest {
  private static Degrees all(int units) {
    return Degrees.spread(units, 0, 0);
  }

  /** Computed with torch.nn.utils.weight_norm of PyTorch 2.8.0. */
  @Test
  void normalizesAsPyTorchDoes() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Expr y = Dense.weightNormalized(bench.scope(), all(3), all(2)).apply(x);
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("x", Values.rows(Shape.of(3), 0.5, -1.5, 4, 1, 0, -2));
      feeds.put("kernel", Values.of(Shape.of(3, 2), 1, 3, -2, 0, 0.5, 4));
      feeds.put("gain", Values.of(Shape.of(2), 2, 0.5));
      feeds.put("bias", Values.of(Shape.of(2), 0.1, -0.2));
      Values expected = Values.rows(Shape.of(2), 4.900793585191832, 1.55, 0.1, -0.7);
      assertTrue(bench.fetch(y, feeds).distance(expected) <= 1e-15);
    }
  }

  /** Of the first unit, which sees one of two inputs, the weight is the gain. */
  @Test
  void normalizesTheWeightsThatAUnitSees() {
    try (Workbench bench = Workbench.float64()) {
      Degrees degrees = Degrees.spread(2, 1, 2);
      Expr kernel = Dense.weightNormalized(bench.scope(), degrees, degrees).kernel();
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("kernel", Values.of(Shape.of(2, 2), -5, 3, 7, 4));
      feeds.put("gain", Values.of(Shape.of(2), 2, 10));
      Values expected = Values.of(Shape.of(2, 2), -2, 6, 0, 8);
      assertTrue(bench.fetch(kernel, feeds).distance(expected) <= 1e-15);
    }
  }

  @Test
  void isFiniteForWeightsOfAllSizes() {
    try (Workbench bench = Workbench.float32()) {
      Degrees lone = Degrees.spread(1, 1, 1);
      Expr kernel = Dense.weightNormalized(bench.scope(), all(2), all(4)).kernel();
      Expr unseeing =
          Dense.weightNormalized(bench.scope().sub("other"), lone, Degrees.spread(2, 0, 1))
              .kernel();
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("kernel", Values.of(Shape.of(2, 4), 3e30, 0, 1e-30, 3e-5, -4e30, 0, 0, 4e-5));
      feeds.put("gain", Values.ones(Shape.of(4)));
      Values expected = Values.of(Shape.of(2, 4), 0.6, 0, 8e-24, 0.6, -0.8, 0, 0, 0.8);
      Values directions = bench.fetch(kernel, feeds);
      assertTrue(directions.distance(expected) <= 1e-6);
      assertEquals(8e-24, directions.at(2), 1e-24);
      Values alone = bench.fetch(unseeing, feeds);
      assertEquals(0, alone.at(0));
      assertEquals(Math.sqrt(1.0 / 3), Math.abs(alone.at(1)), 1e-6);
      List<Expr> parameters = bench.parameterNames().stream().map(bench::parameter).toList();
      for (Expr built : List.of(kernel, unseeing)) {
        for (Optional<Expr> found : bench.gradients(bench.total(built), parameters)) {
          found.ifPresent(at -> assertTrue(bench.fetch(at, feeds).allFinite()));
        }
      }
    }
  }

  @Test
  void startsWithTheLengthsOfPlainLayers() {
    try (Workbench bench = Workbench.float64()) {
      Degrees from = Degrees.spread(3000, 1, 2);
      Degrees to = Degrees.spread(2, 1, 2);
      Expr plain = Dense.random(bench.scope().sub("plain"), from, to).kernel();
      Expr normalized = Dense.weightNormalized(bench.scope().sub("normalized"), from, to).kernel();
      Map<String, Values> start = bench.initialValues();
      Values found = bench.fetch(normalized.square().sum(0), start);
      assertTrue(found.distance(Values.of(Shape.of(2), 1.0 / 6, 1.0 / 3)) <= 1e-14);
      Values whole = bench.fetch(plain.square().sum(0), start);
      Values half = bench.fetch(plain.slice(0, 0, 1500).square().sum(0), start);
      assertEquals(half.at(0), found.at(0), 0.02);
      assertEquals(whole.at(1), found.at(1), 0.02);
    }
  }
}
