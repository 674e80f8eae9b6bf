package io.github.tfflows.bijectors;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ReshapeTest {
  @Test
  void rejectsShapesThatDoNotFit() {
    Expect.rejected("[5]", () -> new Reshape(Shape.of(2, 3), Shape.of(5)));
    Expect.rejected("-1", () -> new Reshape(Shape.of(-1), Shape.of(5)));
    Expect.rejected(
        "[4]", () -> new Reshape(Shape.of(2, 3), Shape.of(6)).forwardEventShape(Shape.of(4)));
  }
}
