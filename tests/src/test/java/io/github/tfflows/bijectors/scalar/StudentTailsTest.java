package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

class StudentTailsTest implements ScalarBijectorContract {
  private static final double THRESHOLD = 2;
  private static final double DEGREES = 5;

  @Override
  public ScalarBijector map() {
    return new StudentTails(THRESHOLD, DEGREES);
  }

  @Override
  public double image(double x) {
    double tail = DEGREES * Math.expm1((x * x - THRESHOLD * THRESHOLD) / DEGREES);
    return Math.abs(x) <= THRESHOLD ? x : Math.signum(x) * Math.sqrt(THRESHOLD * THRESHOLD + tail);
  }

  @Override
  public double[] edges() {
    double end = Math.sqrt(Float.MAX_VALUE * (double) Math.ulp(1f) / 2);
    return new double[] {THRESHOLD, -THRESHOLD, end, -end};
  }

  /** The density of a Gaussian's image falls as the Student-t's does, by a factor of √log. */
  @Test
  void aGaussianGetsTheTailOfAStudent() {
    double[] logs = new double[2];
    double[] roots = new double[2];
    try (Workbench bench = Workbench.float64()) {
      Expr y = bench.input("y", Shape.of(-1, 1));
      Mapped x = map().inverse(bench.scope(), y, bench.scope().empty());
      Values at = Values.rows(Shape.of(1), 1e5, 1e6);
      List<Values> run = bench.fetchAll(List.of(x.value(), x.logDet()), Map.of("y", at));
      for (int i = 0; i < 2; i++) {
        roots[i] = run.get(0).at(i);
        logs[i] = -roots[i] * roots[i] / 2 + run.get(1).at(i);
      }
    }
    double student = -(DEGREES + 1) * Math.log(10);
    assertEquals(student, logs[1] - logs[0] + Math.log(roots[1] / roots[0]), 1e-6);
  }

  @Test
  void aMillionBecomesElevenAtTheUsualNumbers() {
    try (Workbench bench = Workbench.float32()) {
      Expr y = bench.input("y", Shape.of(-1, 1));
      Expr x = new StudentTails(4, 4).inverse(bench.scope(), y, bench.scope().empty()).value();
      Values found = bench.fetch(x, Map.of("y", Values.rows(Shape.of(1), 3.9, -1e6)));
      assertEquals(3.9, found.at(0), 1e-6);
      assertEquals(-Math.sqrt(16 + 4 * Math.log1p((1e12 - 16) / 4)), found.at(1), 1e-5);
    }
  }

  @Test
  void rejectsNumbersOutOfRange() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Exception thrown =
          assertThrows(IllegalArgumentException.class, () -> new StudentTails(bad, 4));
      assertTrue(thrown.toString().contains(Double.toString(bad)), thrown::toString);
      assertThrows(IllegalArgumentException.class, () -> new StudentTails(4, bad));
    }
  }
}
