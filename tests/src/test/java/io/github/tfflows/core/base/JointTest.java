package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
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
}
