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

class SinhArcsinhTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new SinhArcsinh();
  }

  /** Where {@code sinh} leaves the range that is kept. */
  @Override
  public double[] edges() {
    double end = Float.MAX_VALUE * (double) Math.ulp(1f) / 2;
    return new double[] {0, end, -end};
  }

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

  private void assertMaps(Values x, Values y, Values logSlope, double... theta) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Expr parameters = bench.scope().constant(Shape.of(1, 1, 2), theta);
      Mapped mapped = map().forward(bench.scope(), fed, parameters);
      List<Values> run = bench.fetchAll(List.of(mapped.value(), mapped.logDet()), Map.of("x", x));
      assertTrue(run.get(0).distance(y) <= 1e-13, () -> run.get(0) + " is not " + y);
      assertTrue(run.get(1).distance(logSlope) <= 1e-13, () -> run.get(1) + " not " + logSlope);
    }
  }
}
