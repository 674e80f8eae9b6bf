package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.ContextEmbedded;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Networks of sets beside PyTorch and their formulas. */
class KnownSetNetworksTest {
  /** {@code h = max(0, 2x + 10·mean(x) - 1)} and {@code θ = 3h - mean(h) + 0.5}. */
  @Test
  void aDeepSetReadsAnElementAndTheMeanOfAll() {
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

  /** {@code φ(c) = max(0, 2c - 1)} and {@code ρ(h) = 10h + 3}. */
  @Test
  void aSetEmbeddingIsAFunctionOfTheMean() {
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

  /**
   * Computed with torch.nn.MultiheadAttention and LayerNorm of PyTorch 2.8 in double precision.
   * Entry {@code j} of parameter {@code i} is {@code sin(1 + i + 0.7j)}, in the order of the names.
   */
  private static void assertAgrees(
      BiFunction<GraphScope, Expr, Expr> network, Values input, Values expected) {
    try (Workbench bench = Workbench.float64()) {
      Expr output =
          network.apply(bench.scope(), bench.input("input", input.shape().tail().prepend(-1)));
      List<String> names = bench.parameterNames();
      Map<String, Values> feeds =
          bench.parameters((name, shape) -> Values.sines(1.0 + names.indexOf(name), shape));
      feeds.put("input", input);
      double error = bench.fetch(output, feeds).distance(expected);
      assertTrue(error <= 1e-12, () -> "off by " + error);
    }
  }

  @Test
  void aSetTransformerAgreesWithPyTorch() {
    assertAgrees(
        (scope, x) -> new SetTransformer(4, 2, 1).parameters(scope, x, 1, 2),
        Values.rows(Shape.of(3, 2), 0.3, -1.2, 2, 0.5, -0.7, 1.1),
        Values.of(
            Shape.of(1, 3, 1, 2),
            -2.153835852582226,
            -1.0804252243496677,
            -2.1859267368006545,
            -1.112420603580439,
            -0.8437814912155353,
            -1.3813891999458907));
  }

  @Test
  void anAttentionEmbeddingAgreesWithPyTorch() {
    assertAgrees(
        new AttentionEmbedding(2, 4, 2)::embed,
        Values.rows(Shape.of(6), 0.3, -1.2, 2, 0.5, -0.7, 1.1),
        Values.rows(
            Shape.of(4),
            1.1041167453369802,
            0.24895739447135184,
            0.8295196057995802,
            1.7995116613016466));
  }

  /** XLA fuses products with sums, such as a scaled score with the subtraction of the softmax. */
  @Test
  void xlaKeepsScoresOfFarPoints() {
    Distribution flow =
        new TransformedDistribution(
            new StandardNormal(Shape.of(3, 2)),
            new Coupling(new Affine(), new SetTransformer(4, 2, 1)));
    Rows far = Rows.of(new float[] {1e6f, 1e6f, 1e6f, 1e6f, 1e6f, 1e6f}, 3, 2);
    float[] found = inverse(flow, Compilation.XLA, far);
    assertArrayEquals(inverse(flow, Compilation.NONE, far), found, 1);
  }

  private static float[] inverse(Distribution flow, Compilation compilation, Rows x) {
    Execution execution = Execution.defaults().withCompilation(compilation);
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 0, MovedWeights.of(flow, 0), execution)) {
      return model.inverse(x).value().values();
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
