package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class DiagonalNormalTest {
  @Test
  void startsWhereItIsTold() {
    DiagonalNormal normal = new DiagonalNormal(List.of(2.0), List.of(3.0), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr unused = normal.logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      Map<String, Values> start = bench.initialValues();
      assertEquals(2, Values.fed(start, "mean").at(0));
      assertEquals(Math.log(3), Values.fed(start, "log_scale").at(0), 1e-15);
    }
  }

  @Test
  void isTheGaussianOfItsMoments() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(1.0, -2.0), List.of(0.5, 4.0));
    try (Workbench bench = Workbench.float64()) {
      Expr logProb = normal.logProb(bench.scope(), bench.input("x", Shape.of(-1, 2)));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(2), 2, 6));
      double expected = -0.5 * (4 + 4) - Math.log(2) - Math.log(2 * Math.PI);
      assertEquals(expected, bench.fetch(logProb, feeds).at(0), 1e-13);
      assertEquals(List.of(), bench.parameterNames());
    }
  }

  @Test
  void rejectsWhatIsNoGaussian() {
    Expect.rejected(
        "scale of entry 0 is 0.0", () -> DiagonalNormal.fixed(List.of(1.0), List.of(0.0)));
    Expect.rejected("NaN", () -> DiagonalNormal.fixed(List.of(Double.NaN), List.of(1.0)));
    Expect.rejected("got 2 and 1", () -> DiagonalNormal.fixed(List.of(1.0, 2.0), List.of(1.0)));
    Expect.rejected(
        "mean has no entries", () -> DiagonalNormal.fixed(Collections.emptyList(), List.of()));
    Expect.rejected("[0]", () -> DiagonalNormal.trainable(0));
  }
}
