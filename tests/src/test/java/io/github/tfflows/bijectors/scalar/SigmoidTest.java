package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SigmoidTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Sigmoid(-1, 3);
  }

  @Override
  public List<String> parameterNames() {
    return List.of();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public double entry(Direction direction, RandomGenerator random) {
    double x = 1.5 * random.nextGaussian();
    return direction == Direction.FORWARD ? x : -1 + 4 / (1 + Math.exp(-x));
  }

  @Override
  public double[] edges(Direction direction) {
    return new double[] {
      -1, 3, Math.nextUp(-1f), Math.nextDown(3f), 0, 90, -90, 1e4, -1e4, 1e30, -1e30
    };
  }

  @Test
  void mapsOntoTheUnitIntervalUnlessToldOtherwise() {
    assertEquals(new Sigmoid(0, 1), Sigmoid.unit());
  }

  @Test
  void staysInItsIntervalWhateverTheRounding() {
    Sigmoid map = new Sigmoid(298.84155f, 306.92432f);
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr y = map.forward(bench.scope(), x).value();
      Values rows = Values.gaussian(Shape.of(4000, 1), 20, new SplittableRandom(1));
      for (double at : bench.fetch(y, Map.of("x", rows)).entries()) {
        assertTrue(at >= map.low() && at <= map.high(), "got " + at);
      }
    }
  }

  @Test
  void rejectsEmptyAndInfiniteIntervals() {
    Expect.rejected("low 2.0 and high 2.0", () -> new Sigmoid(2, 2));
    Expect.rejected("NaN", () -> new Sigmoid(Double.NaN, 1));
    Expect.rejected("Infinity", () -> new Sigmoid(0, Double.POSITIVE_INFINITY));
  }
}
