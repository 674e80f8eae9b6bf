package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class QrLinearTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new QrLinear(d, 2);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("log_scale", "upper", "rotation.vectors");
  }

  /** By QRLinear of nflows 0.14. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(
            new double[] {0.9998153153354079, 2.235719965584201, 0.9560080178290911},
            0.015634208854841347)
        .assertMetBy(
            new QrLinear(3, 2),
            Map.of(
                "log_scale", Values.of(Shape.of(3), 0.3, -0.5, 0.2),
                "upper", Values.of(Shape.of(3, 3), 9, 0.7, -0.4, 9, 9, 0.25, 9, 9, 9),
                "rotation.vectors", Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5)));
  }

  @Test
  void needsAReflection() {
    Expect.rejected("got 0", () -> new QrLinear(1, 0));
  }
}
