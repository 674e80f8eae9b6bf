package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class JointTest {
  private static final Joint MIXED =
      Joint.of(
          Exponential.fixed(List.of(2.0)),
          StandardNormal.of(2),
          Laplace.fixed(List.of(1.0), List.of(0.5)));

  @Test
  void addsTheLogDensitiesOfItsParts() {
    double normal = -0.5 * (0.09 + 16) - Math.log(2 * Math.PI);
    double laplace = -2 * 2.5;
    double expected = Math.log(2) - 2 * 0.7 + normal + laplace;
    Densities.assertLogProb(expected, MIXED, 0.7, -0.3, 4, -1.5);
    assertEquals(Shape.of(4), MIXED.eventShape());
  }

  @Test
  void leavesOutAbsentEntries() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 4));
      GraphScope scope = bench.scope().withPresence(bench.input("mask", Shape.of(-1, 4)));
      Expr logProb = MIXED.logProb(scope, x);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(4), -9, 5, 4, 1e9),
              "mask", Values.rows(Shape.of(4), 0, 0, 1, 0));
      double expected = -8 - 0.5 * Math.log(2 * Math.PI);
      assertEquals(expected, bench.fetch(logProb, feeds).at(0), 1e-14);
    }
  }

  @Test
  void rejectsWhatIsNoVector() {
    Expect.rejected("got none", () -> Joint.of());
    Expect.rejected("[2, 2]", () -> Joint.of(new StandardNormal(Shape.of(2, 2))));
  }
}
