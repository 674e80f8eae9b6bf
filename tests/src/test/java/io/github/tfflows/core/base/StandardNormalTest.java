package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class StandardNormalTest {
  @Test
  void isTheGaussianOnImagesToo() {
    Shape image = Shape.of(2, 2, 3);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", image.prepend(-1));
      Expr logProb = new StandardNormal(image).logProb(bench.scope(), x);
      Values ones = Values.ones(image.prepend(1));
      double expected = -6 * (1 + Math.log(2 * Math.PI));
      assertEquals(expected, bench.fetch(logProb, Map.of("x", ones)).at(0), 1e-12);
    }
  }

  @Test
  void rejectsEventsWithoutASize() {
    Expect.rejected("[0]", () -> StandardNormal.of(0));
    Expect.rejected("[-1]", () -> new StandardNormal(Shape.of(-1)));
    Expect.rejected("[]", () -> new StandardNormal(Shape.scalar()));
  }
}
