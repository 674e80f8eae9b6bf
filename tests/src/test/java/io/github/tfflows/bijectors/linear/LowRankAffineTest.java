package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LowRankAffineTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new LowRankAffine(d, Math.min(2, d));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("log_scale", "u", "v", "shift");
  }

  /** By numpy 2, from the whole matrix. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(
            new double[] {1.4645542608689854, -0.22281931904525604, 1.9110968577497558},
            0.04554654344937163)
        .assertMetBy(
            new LowRankAffine(3, 2),
            Map.of(
                "log_scale", Values.of(Shape.of(3), 0.3, -0.5, 0.2),
                "u", Values.of(Shape.of(3, 2), 0.5, -0.3, 0.2, 0.8, -0.6, 0.4),
                "v", Values.of(Shape.of(3, 2), 0.1, 0.9, -0.7, 0.3, 0.4, 0.2),
                "shift", Values.of(Shape.of(3), 0.1, -0.2, 0.3)));
  }

  @Test
  void rejectsOtherRanks() {
    Expect.rejected("got 0", () -> new LowRankAffine(3, 0));
    Expect.rejected("got 4", () -> new LowRankAffine(3, 4));
  }
}
