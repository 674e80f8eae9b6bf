package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class HouseholderTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new Householder(d, 4);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("vectors");
  }

  /** By HouseholderSequence of nflows 0.14. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(
            new double[] {-0.5439576381836646, 2.322356013346874, 0.027796315102277758}, 0)
        .assertMetBy(
            new Householder(3, 2),
            Map.of("vectors", Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5)));
  }

  @Test
  void ignoresTheLengthsOfItsVectors() {
    new LinearReference(
            new double[] {-0.5439576381836646, 2.322356013346874, 0.027796315102277758}, 0)
        .assertMetBy(
            new Householder(3, 3),
            Map.of(
                "vectors",
                Values.of(
                    Shape.of(3, 3),
                    1e200,
                    0.3e200,
                    -0.2e200,
                    0,
                    0,
                    0,
                    0.4e-200,
                    -0.9e-200,
                    0.5e-200)));
  }

  @Test
  void needsAReflection() {
    Expect.rejected("got 0", () -> new Householder(1, 0));
  }
}
