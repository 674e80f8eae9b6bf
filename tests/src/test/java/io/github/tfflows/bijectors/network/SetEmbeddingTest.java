package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class SetEmbeddingTest implements ContextEmbeddingContract {
  @Override
  public ContextEmbedding embedding() {
    return new SetEmbedding(
        2,
        Mlp.of(7, 5).withActivation(Activations.TANH),
        Mlp.of(6, 4).withActivation(Activations.TANH));
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("element.dense_0", "element.dense_1", "set.dense_0", "set.dense_1");
  }

  /** {@code φ(c) = max(0, 2c - 1)} and {@code ρ(h) = 10h + 3}. */
  @Test
  void isAFunctionOfTheMean() {
    SetEmbedding embedding = new SetEmbedding(1, Mlp.of(1), Mlp.of(1));
    try (Workbench bench = Workbench.float64()) {
      Expr summary = embedding.embed(bench.scope(), bench.input("c", Shape.of(-1, 4)));
      Map<String, Values> feeds =
          Map.of(
              "c", Values.rows(Shape.of(4), 1, 2, -5, 3),
              "element.dense_0.kernel", Values.of(Shape.of(1, 1), 2),
              "element.dense_0.bias", Values.of(Shape.of(1), -1),
              "set.dense_0.kernel", Values.of(Shape.of(1, 1), 10),
              "set.dense_0.bias", Values.of(Shape.of(1), 3));
      assertEquals(10 * (1 + 3 + 5) / 4.0 + 3, bench.fetch(summary, feeds).at(0), 1e-14);
    }
  }
}
