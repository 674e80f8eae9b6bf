package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PlanarLeakyReluTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Planar(PlanarActivation.LEAKY_RELU);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("w", "u", "b");
  }

  @Test
  void mapsVectorsOnly() {
    Bijector planar = bijector(Shape.of(3));
    Expect.rejected("[2, 2, 3]", () -> planar.forwardEventShape(Shape.of(2, 2, 3)));
  }
}
