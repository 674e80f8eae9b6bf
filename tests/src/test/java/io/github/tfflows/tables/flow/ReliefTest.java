package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ReliefTest implements BijectorContract {
  private static final Relief RELIEF = new Relief(-1.03, 0.51, List.of(0.25, 2.5, 0.75, 0.5));

  @Override
  public Bijector bijector(Shape event) {
    return RELIEF;
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1));
  }

  @Test
  void stretchesEachCellByItsHeight() {
    Relief relief = new Relief(0, 1, List.of(0.5, 1.5));
    assertArrayEquals(
        new double[] {-3, 0, 0.25, 0.5, 1.25, 2, 7},
        relief.levelled(-3, 0, 0.5, 1, 1.5, 2, 7),
        1e-15);
  }

  @Test
  void refusesAHeightOfZero() {
    Expect.rejected(
        "expected positive heights, got [0.0, 2.0]", () -> new Relief(0, 1, List.of(0.0, 2.0)));
  }
}
