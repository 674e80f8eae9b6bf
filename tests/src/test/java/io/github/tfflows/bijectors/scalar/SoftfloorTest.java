package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarTrial;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SoftfloorTest {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  /**
   * From TensorFlow Probability 0.25.0, {@code Softfloor(0.3)}. Its values are above those that its
   * documentation gives by a constant, {@code sigmoid(-1/(2t))}, which is taken off here.
   */
  @Test
  void yieldsTheReferenceValues() {
    double offset = 1 / (1 + Math.exp(0.5 / 0.3));
    double[] values = {
      -7.841130895119085,
      -1.576753600458774,
      -0.3423523215182365,
      -0.34113089511908484,
      -0.0024653243132730096,
      1.6588691048809152,
      39.658869104880914
    };
    ScalarTrial trial = new ScalarTrial(new Softfloor(0.3));
    trial.expectValues(
        1e-14, POINTS, DoubleStream.of(values).map(value -> value - offset).toArray());
    trial.expectLogSlopes(1e-14, POINTS, ScalarReferences.numbers("Softfloor.log_slopes"));
  }

  /** A floor at low temperatures and nearly a shift at high ones. */
  @Test
  void theTemperatureSetsTheShape() {
    double[] points = {1.5, 1.6, 2.4, 2};
    new ScalarTrial(new Softfloor(0.05)).expectValues(2e-4, points, 1, 1.0003, 1.9997, 1.5);
    new ScalarTrial(new Softfloor(1000)).expectValues(1e-7, points, 1, 1.1, 1.9, 1.5);
  }
}
