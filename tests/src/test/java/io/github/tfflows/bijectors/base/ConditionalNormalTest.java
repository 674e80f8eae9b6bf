package io.github.tfflows.bijectors.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ConditionalNormalTest {
  /**
   * With {@code μ = 2c - 1} and {@code s = log σ} before it is squashed, as {@code Affine} does.
   */
  @Test
  void isTheGaussianOfALinearFunction() {
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("context", Shape.of(-1, 1));
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr logProb = ConditionalNormal.linear(1).logProb(bench.scope(context), x);
      Values at =
          bench.fetch(
              logProb,
              Map.of(
                  "x", Values.rows(Shape.of(1), 3, 3),
                  "context", Values.rows(Shape.of(1), 2, 1),
                  "network.output.kernel", Values.of(Shape.of(1, 2), 0.5, 2),
                  "network.output.bias", Values.of(Shape.of(2), 0, -1)));
      double first = 1 / (1 + 1 / Math.log(1000));
      assertEquals(-first - 0.5 * Math.log(2 * Math.PI), at.at(0), 1e-14);
      double second = 0.5 / (1 + 0.5 / Math.log(1000));
      double z = 2 * Math.exp(-second);
      assertEquals(-0.5 * z * z - second - 0.5 * Math.log(2 * Math.PI), at.at(1), 1e-14);
    }
  }

  @Test
  void startsAsTheStandardNormalForEveryContext() {
    ConditionalNormal normal = new ConditionalNormal(2, Mlp.of(8));
    try (CompiledDistribution model =
        CompiledDistribution.compile(normal, 3, 0, Execution.defaults())) {
      float[] logProb = model.given(new float[] {1, -7, 3}).logProb(new float[][] {{1, 2}});
      assertEquals(-2.5 - Math.log(2 * Math.PI), logProb[0], 1e-6);
    }
  }

  @Test
  void rejectsAMissingContext() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expect.rejected(
          "needs a context", () -> ConditionalNormal.linear(2).logProb(bench.scope(), x));
    }
    Expect.rejected("[0]", () -> ConditionalNormal.linear(0));
  }
}
