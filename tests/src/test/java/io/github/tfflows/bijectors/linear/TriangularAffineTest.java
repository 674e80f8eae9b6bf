package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TriangularAffineTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new TriangularAffine(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("log_scale", "lower", "shift");
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
}
