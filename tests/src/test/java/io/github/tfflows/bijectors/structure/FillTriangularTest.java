package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class FillTriangularTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new FillTriangular();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(10));
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    return direction == Direction.FORWARD ? entries : Triangles.positiveLower(event, entries);
  }

  @Override
  public int[] free(Direction direction, Shape event) {
    return direction == Direction.FORWARD
        ? IntStream.range(0, Math.toIntExact(event.size())).toArray()
        : Triangles.lower(event);
  }

  @Test
  void fillsRowByRow() {
    new OnePoint(
            Values.rows(Shape.of(6), 1, 2, 3, 4, 5, 6),
            Values.rows(Shape.of(3, 3), 1, 0, 0, 2, 3, 0, 4, 5, 6),
            0)
        .assertMappedBy(new FillTriangular());
  }

  @Test
  void rejectsWhatIsNoTriangle() {
    Expect.rejected("[4]", () -> new FillTriangular().forwardEventShape(Shape.of(4)));
    Expect.rejected("[2, 3]", () -> new FillTriangular().forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("[2, 3]", () -> new FillTriangular().inverseEventShape(Shape.of(2, 3)));
  }
}
