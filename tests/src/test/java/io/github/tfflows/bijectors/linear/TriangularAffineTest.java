package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TriangularAffineTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new TriangularAffine(Math.toIntExact(event.get(-1)));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("log_scale", "lower", "shift");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }

  /** By ScaleMatvecTriL of TensorFlow Probability 0.25.0 and a shift. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(
            new double[] {0.7665542608689855, -0.6028193190452562, 2.2290968577497554},
            0.01563420885484121)
        .assertMetBy(
            new TriangularAffine(3),
            Map.of(
                "log_scale", Values.of(Shape.of(3), 0.3, -0.5, 0.2),
                "lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 0.25, 9),
                "shift", Values.of(Shape.of(3), 0.1, -0.2, 0.3)));
  }

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> new TriangularAffine(0));
    Expect.rejected("[3]", () -> new TriangularAffine(2).forwardEventShape(Shape.of(3)));
  }
}
