package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class AffineTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Affine();
  }

  @Override
  public double theta(RandomGenerator random) {
    return 2 * random.nextGaussian();
  }

  /** At the ends of what a network can put out, and at one. */
  @Test
  void scalesStayWithinAThousand() {
    double bound = Math.log(1000);
    double[] raw = {1e12, -1e12, 1};
    double[] expected = {bound, -bound, 1 / (1 + 1 / bound)};
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr theta = bench.input("theta", Shape.of(-1, 1, 2));
      Mapped y = map().forward(bench.scope(), x, theta);
      for (int i = 0; i < raw.length; i++) {
        Map<String, Values> feeds =
            Map.of(
                "x", Values.ones(Shape.of(1, 1)),
                "theta", Values.of(Shape.of(1, 1, 2), raw[i], 0.5));
        assertEquals(expected[i], bench.fetch(y.logDet(), feeds).at(0), 1e-9);
        assertEquals(Math.exp(expected[i]) + 0.5, bench.fetch(y.value(), feeds).at(0), 1e-6);
      }
    }
  }
}
