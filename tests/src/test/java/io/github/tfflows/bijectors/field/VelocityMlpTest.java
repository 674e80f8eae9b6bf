package io.github.tfflows.bijectors.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class VelocityMlpTest {
  private static final int D = 3;
  private static final double TIME = 0.3;

  /** The value, the Jacobian's entries, its trace, and a product, one after another. */
  private static Expr products(VelocityMlp network, GraphScope scope, Expr x) {
    Linearized at = network.in(scope, D).at(x, scope.constant(TIME));
    Expr probe = scope.constant(Shape.of(1, D), 1, -2, 0.5);
    return scope.concat(
        -1,
        List.of(
            at.value(),
            at.jacobian().transpose(0, 2, 1).reshape(-1, D * D),
            at.trace().expand(-1),
            at.along(probe),
            at.trace(probe).expand(-1)));
  }

  private static NetworkLab lab(SmoothActivation activation) {
    VelocityMlp network = VelocityMlp.of(5, 4).withActivation(activation);
    return new NetworkLab(D, 2, (scope, known) -> products(network, scope, known));
  }

  @ParameterizedTest
  @EnumSource
  void productsAreThoseOfTheAutodiffJacobian(SmoothActivation activation) {
    try (NetworkLab lab = lab(activation)) {
      Map<String, Values> feeds = lab.feeds(0);
      double[] found = lab.theta(feeds).row(0);
      double[][] jacobian = lab.jacobian("known", feeds);
      double[] probe = {1, -2, 0.5};
      double trace = 0;
      double estimate = 0;
      for (int i = 0; i < D; i++) {
        double product = 0;
        for (int j = 0; j < D; j++) {
          assertEquals(jacobian[i][j], found[D + D * i + j], 1e-14);
          product += jacobian[i][j] * probe[j];
        }
        trace += jacobian[i][i];
        estimate += probe[i] * product;
        assertEquals(product, found[D + D * D + 1 + i], 1e-14);
      }
      assertEquals(trace, found[D + D * D], 1e-14);
      assertEquals(estimate, found[found.length - 1], 1e-14);
    }
  }

  @ParameterizedTest
  @EnumSource
  void productsHaveGradients(SmoothActivation activation) {
    try (NetworkLab lab = lab(activation)) {
      lab.assertGradients();
      lab.assertRowsIndependent();
      lab.assertReads("known", D);
      lab.assertReads("context", 2);
    }
  }

  @Test
  void dependsOnTheTimeAndStartsAtRest() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, D));
      VectorField.Velocity velocity = VelocityMlp.of(4).in(bench.scope(), D);
      Expr early = velocity.at(x, bench.scope().constant(0)).value();
      Expr late = velocity.at(x, bench.scope().constant(1)).value();
      assertEquals(
          List.of("dense_0.kernel", "dense_0.bias", "output.kernel", "output.bias", "time.kernel"),
          bench.parameterNames());
      Map<String, Values> start = bench.initialValues();
      start.put("x", Values.ones(Shape.of(2, D)));
      assertEquals(0, bench.fetch(late, start).largestMagnitude());
      start.put("output.kernel", Values.ones(Shape.of(4, D)));
      assertTrue(bench.fetch(late, start).distance(bench.fetch(early, start)) > 0.1);
    }
  }

  @Test
  void needsUnits() {
    Expect.rejected("[]", VelocityMlp::of);
    Expect.rejected("0", () -> VelocityMlp.of(4, 0));
    Expect.rejected("16,385", () -> VelocityMlp.of(16385));
  }
}
