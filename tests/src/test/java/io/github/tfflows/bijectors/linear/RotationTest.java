package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RotationTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new Rotation(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("generator");
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
}
