package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MultiScaleTest {
  /**
   * MultiscaleCompositeTransform and SqueezeTransform of nflows 0.14 on channels that are moved
   * last, which leave their second half once the halves are exchanged; its parts in reverse.
   */
  @Test
  void leavesTheLaterChannels() {
    MultiScale map = new MultiScale(Shape.of(4, 4, 1), List.of(dividing(8, 3), dividing(4, 2)));
    double[] counted = IntStream.range(0, 16).asDoubleStream().toArray();
    double[] expected = {0, 12, 48, 60, 6, 18, 54, 66, 8, 10, 12, 14, 24, 26, 28, 30};
    MappedRows.of(
            Values.rows(Shape.of(16), expected),
            Values.rows(Shape.of(4, 4, 1), counted),
            -19.879253198304003)
        .assertMappedBy(map, 1e-12);
  }

  private static Bijector dividing(int channels, double by) {
    return Chain.of(
        new Standardize(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1 / by)),
        new Squeeze().inverted());
  }

  /** Of three channels, one stays. */
  @Test
  void dividesOddNumbersOfChannelsAsCouplingsDo() {
    MultiScale map = new MultiScale(Shape.of(1, 2, 3), List.of(new ActNorm(), new ActNorm()));
    try (Workbench bench = Workbench.float64()) {
      Mapped z = map.inverse(bench.scope(), bench.input("x", Shape.of(-1, 1, 2, 3)));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6));
      assertEquals(Values.rows(Shape.of(6), 1, 4, 2, 3, 5, 6), bench.fetch(z.value(), feeds));
    }
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Bijector squeezed = new Squeeze().inverted();
    Expect.rejected("none", () -> new MultiScale(Shape.of(4, 4, 1), List.of()));
    Expect.rejected("[2]", () -> new MultiScale(Shape.of(2), List.of(squeezed)));
    Expect.rejected(
        "[3, 3, 2]", () -> new MultiScale(Shape.of(6, 6, 1), List.of(squeezed, squeezed)));
    Expect.rejected(
        "[4, 4, 1]", () -> new MultiScale(Shape.of(4, 4, 1), List.of(squeezed, new ActNorm())));
    MultiScale map = new MultiScale(Shape.of(4, 4, 1), List.of(squeezed));
    Expect.rejected("[15]", () -> map.forwardEventShape(Shape.of(15)));
    Expect.rejected("[4, 4]", () -> map.inverseEventShape(Shape.of(4, 4)));
  }
}
