package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.ContextEmbedded;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class DeepSetTest implements SetConditionerContract {
  @Override
  public Conditioner conditioner() {
    return DeepSet.of(9, 7).withActivation(Activations.TANH);
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("dense_0", "dense_1", "output");
  }

  /** {@code h = max(0, 2x + 10·mean(x) - 1)} and {@code θ = 3h - mean(h) + 0.5}. */
  @Test
  void readsAnElementAndTheMeanOfAll() {
    try (Workbench bench = Workbench.float64()) {
      Expr theta =
          DeepSet.of(1).parameters(bench.scope(), bench.input("x", Shape.of(-1, 3, 1)), 1, 1);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(3, 1), 1, 2, -2.4),
              "dense_0.kernel", Values.of(Shape.of(2, 1), 2, 10),
              "dense_0.bias", Values.of(Shape.of(1), -1),
              "output.kernel", Values.of(Shape.of(2, 1), 3, -1),
              "output.bias", Values.of(Shape.of(1), 0.5));
      double mean = 0.6 / 3;
      double[] h = {2 + 10 * mean - 1, 4 + 10 * mean - 1, 0};
      double meanOfAll = (h[0] + h[1]) / 3;
      Values expected = Values.of(Shape.of(1, 3, 1, 1), h).map(at -> 3 * at - meanOfAll + 0.5);
      double error = bench.fetch(theta, feeds).distance(expected);
      assertTrue(error <= 1e-13, () -> "off by " + error);
    }
  }

  @Test
  void embeddingsNeedAContext() {
    SetEmbedding embedding = new SetEmbedding(2, Mlp.of(4), Mlp.of(4));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expect.rejected(
          "SetEmbedding",
          () -> new ContextEmbedded(embedding, new Radial()).forward(bench.scope(), x));
    }
  }
}
