package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SigmoidTest {
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
}
