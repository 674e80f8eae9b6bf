package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
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
            block("elements"),
            Stream.of("seed"),
            block("pooling"))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<String> block(String place) {
    return Stream.of(
            "norm_0.scale",
            "norm_0.shift",
            "query.kernel",
            "query.bias",
            "key.kernel",
            "key.bias",
            "value.kernel",
            "value.bias",
            "output.kernel",
            "output.bias",
            "dense.kernel",
            "dense.bias",
            "norm_1.scale",
            "norm_1.shift")
        .map(name -> place + "." + name);
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

  @Test
  void rejectsHeadsThatDoNotShareTheWidth() {
    Expect.rejected("width 6 and 4 heads", () -> new AttentionEmbedding(2, 6, 4));
    Expect.rejected("0 heads", () -> new AttentionEmbedding(2, 6, 0));
    Expect.rejected("got 0", () -> new AttentionEmbedding(0, 6, 2));
  }
}
