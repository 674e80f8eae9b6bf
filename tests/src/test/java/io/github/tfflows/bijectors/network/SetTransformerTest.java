package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SetTransformerTest implements SetConditionerContract {
  @Override
  public Conditioner conditioner() {
    return new SetTransformer(4, 2, 1);
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
  public List<String> parameterNames() {
    return Stream.of(
            Stream.of("input.kernel", "input.bias"),
            block("block_0"),
            Stream.of("output.kernel", "output.bias"))
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
      Expr x = bench.input("x", Shape.of(-1, 3, 2));
      Expr theta = conditioner().parameters(bench.scope(), x, 1, 2);
      List<String> names = bench.parameterNames();
      Map<String, Values> feeds =
          bench.parameters((name, shape) -> Values.sines(1.0 + names.indexOf(name), shape));
      feeds.put("x", Values.rows(Shape.of(3, 2), 0.3, -1.2, 2, 0.5, -0.7, 1.1));
      Values expected =
          Values.of(
              Shape.of(1, 3, 1, 2),
              -2.153835852582226,
              -1.0804252243496677,
              -2.1859267368006545,
              -1.112420603580439,
              -0.8437814912155353,
              -1.3813891999458907);
      double error = bench.fetch(theta, feeds).distance(expected);
      assertTrue(error <= 1e-12, () -> "off by " + error);
    }
  }

  /** XLA fuses products with sums, such as a scaled score with the subtraction of the softmax. */
  @Test
  void xlaKeepsScoresOfFarPoints() {
    Distribution flow =
        new TransformedDistribution(
            new StandardNormal(Shape.of(3, 2)), new Coupling(new Affine(), conditioner()));
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
}
