package io.github.tfflows.bijectors.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PadTest implements BijectorContract {
  private static final int BEFORE = 1;
  private static final int AFTER = 2;
  private static final double VALUE = 7;

  @Override
  public Bijector bijector(Shape event) {
    return new Pad(BEFORE, AFTER, VALUE);
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(2, 2, 3));
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    double[] point = entries.clone();
    if (direction == Direction.INVERSE) {
      IntStream.range(0, point.length).filter(i -> padded(event, i)).forEach(i -> point[i] = VALUE);
    }
    return point;
  }

  @Override
  public int[] free(Direction direction, Shape event) {
    return IntStream.range(0, Math.toIntExact(event.size()))
        .filter(i -> direction == Direction.FORWARD || !padded(event, i))
        .toArray();
  }

  private static boolean padded(Shape event, int place) {
    long along = place % event.get(-1);
    return along < BEFORE || along >= event.get(-1) - AFTER;
  }

  @Test
  void addsConstants() {
    OnePoint.of(new double[] {0.3, -1.2}, new double[] {7, 0.3, -1.2, 7, 7}, 0)
        .assertMappedBy(new Pad(1, 2, 7));
    assertEquals(new Pad(0, 3, 0), Pad.zeros(3));
  }

  @Test
  void rejectsWhatCannotBeAdded() {
    Expect.rejected("-1 before", () -> new Pad(-1, 0, 0));
    Expect.rejected("-2 after", () -> Pad.zeros(-2));
    Expect.rejected("NaN", () -> new Pad(0, 1, Double.NaN));
    Expect.rejected("[2]", () -> Pad.zeros(2).inverseEventShape(Shape.of(2)));
  }
}
