package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SvdLinearTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new SvdLinear(d, 4);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("log_scale", "v.vectors", "u.vectors");
  }

  /** By SVDLinear of nflows 0.14, whose second sequence of reflections comes first. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(
            new double[] {1.6374934847501446, 0.9849223442473948, 1.5916219544049244},
            0.01563420885484121)
        .assertMetBy(
            new SvdLinear(3, 2),
            Map.of(
                "log_scale", Values.of(Shape.of(3), 0.3, -0.5, 0.2),
                "u.vectors", Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5),
                "v.vectors", Values.of(Shape.of(2, 3), 0.2, 0.7, -1.1, -0.6, 0.1, 0.8)));
  }

  @Test
  void needsAReflection() {
    Expect.rejected("got 0", () -> new SvdLinear(1, 0));
  }
}
