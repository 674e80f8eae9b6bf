package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RampTest {
  private static double[] read(List<Ramp> ramps, double... row) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(1, row.length));
      Expr read = Ramp.read(ramps, x);
      return bench.fetch(read, Map.of("x", Values.rows(Shape.of(row.length), row))).entries();
    }
  }

  @Test
  void linesOfSeveralNumbersAreReadAtOnceInTheirOrder() {
    List<Ramp> ramps =
        List.of(
            new Ramp(0, false, 3, 2, 1, 40),
            new Ramp(2, true, 1, 0.5, 0, 40),
            new Ramp(1, false, 0, 1, 0, 1),
            new Ramp(2, false, 0, 1, 0, 40),
            new Ramp(2, true, 0, 1, 0, 1));
    double[] found = read(ramps, 5, -7, Math.exp(3));
    assertArrayEquals(new double[] {3, 1, -1, Math.exp(3), 1}, found, 1e-12);
  }

  @Test
  void aNumberThatOthersNeedNoLogarithmOfMayBeNegative() {
    List<Ramp> ramps = List.of(new Ramp(0, false, 0, 1, 0, 40), new Ramp(1, true, 0, 1, 0, 40));
    assertArrayEquals(new double[] {-2, 0}, read(ramps, -2, 1), 1e-12);
  }
}
