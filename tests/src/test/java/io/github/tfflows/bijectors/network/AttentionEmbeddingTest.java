package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class AttentionEmbeddingTest implements ContextEmbeddingContract {
  @Override
  public ContextEmbedding embedding() {
    return new AttentionEmbedding(2, 4, 2);
  }

  @Override
  public List<String> parameterNames() {
    return Stream.of(
            Stream.of("input.kernel", "input.bias"),
            SetTransformerTest.block("elements"),
            Stream.of("seed"),
            SetTransformerTest.block("pooling"))
        .flatMap(each -> each)
        .toList();
  }

  /**
   * Computed with torch.nn.MultiheadAttention and LayerNorm of PyTorch 2.8 in double precision.
   * Entry {@code j} of parameter {@code i} is {@code sin(1 + i + 0.7j)}, in the order of the names.
   */
  @Test
  void agreesWithPyTorch() {
    try (Workbench bench = Workbench.float64()) {
      Expr summary = embedding().embed(bench.scope(), bench.input("c", Shape.of(-1, 6)));
      List<String> names = bench.parameterNames();
      Map<String, Values> feeds =
          bench.parameters((name, shape) -> Values.sines(1.0 + names.indexOf(name), shape));
      feeds.put("c", Values.rows(Shape.of(6), 0.3, -1.2, 2, 0.5, -0.7, 1.1));
      Values expected =
          Values.rows(
              Shape.of(4),
              1.1041167453369802,
              0.24895739447135184,
              0.8295196057995802,
              1.7995116613016466);
      assertTrue(bench.fetch(summary, feeds).distance(expected) <= 1e-12);
    }
  }
}
