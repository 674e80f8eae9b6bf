package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** A scalar map at single points, with one set of parameters. */
final class Pointwise {
  private final ScalarBijector map;
  private final double[] theta;

  Pointwise(ScalarBijector map, double... theta) {
    this.map = map;
    this.theta = theta.clone();
  }

  private static Values column(double... entries) {
    return Values.rows(Shape.of(1), entries);
  }

  private Expr theta(Workbench bench) {
    return bench.scope().constant(Shape.of(1, 1, theta.length), theta);
  }

  /** Expects values, log-slopes, and that the inverse leads back. */
  void assertMaps(double[] x, double[] y, double[] logSlope, double tolerance) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Mapped there = map.forward(bench.scope(), fed, theta(bench));
      Mapped back = map.inverse(bench.scope(), there.value(), theta(bench));
      Expr cycle = there.logDet().plus(back.logDet());
      List<Values> run =
          bench.fetchAll(
              List.of(there.value(), there.logDet(), back.value(), cycle), Map.of("x", column(x)));
      assertNear(column(y), run.get(0), tolerance);
      assertNear(column(logSlope), run.get(1), tolerance);
      assertNear(column(x), run.get(2), 1e-10);
      assertNear(column(x).map(at -> 0), run.get(3), 1e-10);
    }
  }

  /** Expects that the inverse leads back, relative to the stretch of the rounding of {@code y}. */
  void assertReturns(Workbench bench, double tolerance, double... x) {
    Expr fed = bench.input("x", Shape.of(-1, 1));
    Mapped there = map.forward(bench.scope(), fed, theta(bench));
    Expr back = map.inverse(bench.scope(), there.value(), theta(bench)).value();
    Expr error = back.minus(fed).times(there.logDet().exp().min(1));
    Values found = bench.fetch(error, Map.of("x", column(x)));
    for (int i = 0; i < x.length; i++) {
      int at = i;
      assertTrue(
          Math.abs(found.at(i)) <= tolerance * (1 + Math.abs(x[i])),
          () -> "error " + found.at(at) + " at " + x[at]);
    }
  }

  private static void assertNear(Values expected, Values found, double tolerance) {
    assertTrue(found.distance(expected) <= tolerance, () -> found + " is not " + expected);
  }
}
