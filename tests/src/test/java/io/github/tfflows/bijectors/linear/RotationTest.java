package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RotationTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Rotation(Math.toIntExact(event.get(-1)));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("generator");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }

  /** By RotationTransform of zuko 1.6.0. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(
            new double[] {1.8142520920347174, 1.4208723823713596, 0.6161258147180535}, 0)
        .assertMetBy(
            new Rotation(3),
            Map.of(
                "generator",
                Values.of(Shape.of(3, 3), 0.3, -0.7, 0.2, 1.1, -0.4, 0.5, -0.6, 0.8, 0.4)));
  }

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> new Rotation(0));
    Expect.rejected("[3]", () -> new Rotation(2).forwardEventShape(Shape.of(3)));
  }
}
