package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ReshapeTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Reshape(event, Shape.of(event.size()));
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2, 2, 3), Shape.of(4, 2), Shape.of(1, 1, 1));
  }

  @Test
  void rejectsShapesThatDoNotFit() {
    Expect.rejected("[5]", () -> new Reshape(Shape.of(2, 3), Shape.of(5)));
    Expect.rejected("-1", () -> new Reshape(Shape.of(-1), Shape.of(5)));
    Expect.rejected(
        "[4]", () -> new Reshape(Shape.of(2, 3), Shape.of(6)).forwardEventShape(Shape.of(4)));
  }
}
