package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LeakyReluTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new LeakyRelu();
  }

  /** A slope below zero alone, within its bounds. */
  @Test
  void bendsBelowZeroOnly() {
    double bound = Math.log(1000);
    double[] raw = {1e12, -1e12, 1};
    double[] logSlopes = {bound, -bound, 1 / (1 + 1 / bound)};
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr theta = bench.input("theta", Shape.of(1, 1, 1));
      Mapped y = map().forward(bench.scope(), x, theta);
      for (int i = 0; i < raw.length; i++) {
        Map<String, Values> feeds =
            Map.of(
                "x", Values.rows(Shape.of(1), -2, 0, 3),
                "theta", Values.of(Shape.of(1, 1, 1), raw[i]));
        List<Values> run = bench.fetchAll(List.of(y.value(), y.logDet()), feeds);
        double slope = Math.exp(logSlopes[i]);
        assertTrue(run.get(0).distance(Values.rows(Shape.of(1), -2 * slope, 0, 3)) <= 1e-9);
        assertTrue(run.get(1).distance(Values.rows(Shape.of(1), logSlopes[i], 0, 0)) <= 1e-9);
      }
    }
  }
}
