package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SinhArcsinhTest {
  @Test
  void theTailweightTwoIsAPolynomialAndARoot() {
    double b = Math.log(2) / (1 - Math.log(2) / Math.log(10)); // squashed, log 2
    Values x = Values.rows(Shape.of(1), -40, -3, -1, -1e-9, 0, 0.2, 1, 7, 500);
    // sinh(2 arcsinh x) = 2x √(1 + x²)
    Values y = x.map(at -> 2 * at * Math.sqrt(1 + at * at));
    Values logSlope = x.map(at -> Math.log((2 + 4 * at * at) / Math.sqrt(1 + at * at)));
    assertMaps(x, y, logSlope, 0, b);
  }

  @Test
  void theSkewnessMovesTheArcsinh() {
    double a = -1 / (1 - 0.1); // squashed, -1
    Values u = Values.rows(Shape.of(1), -6, -2, -0.5, 0, 0.3, 1, 4, 9);
    Values logSlope = u.map(at -> Math.log(Math.cosh(at - 1) / Math.cosh(at)));
    assertMaps(u.map(Math::sinh), u.map(at -> Math.sinh(at - 1)), logSlope, a, 0);
  }

  private static void assertMaps(Values x, Values y, Values logSlope, double... theta) {
    List<Values> run =
        new ScalarTrial(new SinhArcsinh(), theta).run(Direction.FORWARD, x.entries());
    ScalarTrial.expect(1e-13, run.get(0), y.entries());
    ScalarTrial.expect(1e-13, run.get(1), logSlope.entries());
  }
}
