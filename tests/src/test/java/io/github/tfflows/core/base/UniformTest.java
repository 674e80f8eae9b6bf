package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class UniformTest {
  @Test
  void isImpossibleOutside() {
    Uniform uniform = new Uniform(List.of(0.0, 1.0), List.of(0.5, 5.0));
    try (Workbench bench = Workbench.float64()) {
      Expr logProb = uniform.logProb(bench.scope(), bench.input("x", Shape.of(-1, 2)));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(2), 0.2, 2, 0.6, 2, 0.2, 0.9));
      Values at = bench.fetch(logProb, feeds);
      assertEquals(-Math.log(2), at.at(0), 1e-15);
      assertEquals(Double.NEGATIVE_INFINITY, at.at(1));
      assertEquals(Double.NEGATIVE_INFINITY, at.at(2));
    }
  }

  @Test
  void rejectsWhatIsNoBox() {
    Expect.rejected("from 2.0 to 2.0", () -> Uniform.cube(2, 2, 2));
    Expect.rejected("NaN", () -> Uniform.cube(1, Double.NaN, 2));
    Expect.rejected("Infinity", () -> Uniform.cube(1, 0, Double.POSITIVE_INFINITY));
    Expect.rejected("got 1 and 2", () -> new Uniform(List.of(0.0), List.of(1.0, 2.0)));
    Expect.rejected("[0]", () -> Uniform.cube(0, 0, 1));
  }
}
