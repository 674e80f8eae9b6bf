package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SqueezeTest {
  /** SqueezeTransform of nflows 0.14 and Squeeze of normflows 1.7.3, their channels moved last. */
  @Test
  void ordersChannelsAsOtherLibrariesDo() {
    Shape event = Shape.of(2, 4, 3);
    double[] counted = IntStream.range(0, 24).asDoubleStream().toArray();
    double[] expected = {
      0, 3, 12, 15, 1, 4, 13, 16, 2, 5, 14, 17, 6, 9, 18, 21, 7, 10, 19, 22, 8, 11, 20, 23
    };
    try (Workbench bench = Workbench.float64()) {
      Map<String, Values> feeds = Map.of("x", Values.rows(event, counted));
      assertEquals(
          Values.rows(Shape.of(1, 2, 12), expected),
          bench.fetch(
              new Squeeze().forward(bench.scope(), bench.input("x", event.prepend(-1))).value(),
              feeds));
    }
  }

  @Test
  void halvesHeightAndWidth() {
    Squeeze squeeze = new Squeeze();
    assertEquals(Shape.of(14, 8, 4), squeeze.forwardEventShape(Shape.of(28, 16, 1)));
    assertEquals(Shape.of(28, 16, 1), squeeze.inverseEventShape(Shape.of(14, 8, 4)));
  }

  @Test
  void rejectsWhatItCannotDivide() {
    Squeeze squeeze = new Squeeze();
    Expect.rejected("[3, 2, 1]", () -> squeeze.forwardEventShape(Shape.of(3, 2, 1)));
    Expect.rejected("[2, 3, 1]", () -> squeeze.forwardEventShape(Shape.of(2, 3, 1)));
    Expect.rejected("[4]", () -> squeeze.forwardEventShape(Shape.of(4)));
    Expect.rejected("[1, 1, 6]", () -> squeeze.inverseEventShape(Shape.of(1, 1, 6)));
    Expect.rejected("[1, 4]", () -> squeeze.inverseEventShape(Shape.of(1, 4)));
  }
}
