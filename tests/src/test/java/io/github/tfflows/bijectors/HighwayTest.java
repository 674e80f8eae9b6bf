package io.github.tfflows.bijectors;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class HighwayTest {
  /**
   * The linear part by HighwayFlow of TensorFlow Probability 0.25.0, which is given no activation;
   * the activation and its slope by their formulas in numpy 2.
   */
  @ParameterizedTest
  @CsvSource({
    "TANH, 1.274019573565638, -0.7113173050298445, 1.6255577957502811, -1.0270247870783764",
    "LEAKY_RELU, 1.5238632356678057, -0.4538491920737377, 2.0754135462012124, -0.46868044921475804"
  })
  void agreesWithAnotherImplementation(
      PlanarActivation activation, double y0, double y1, double y2, double logDet) {
    MappedRows.of(new double[] {0.5, -1.2, 2}, new double[] {y0, y1, y2}, logDet)
        .with(
            Map.of(
                "gate", Values.of(Shape.scalar(), 0.4),
                "lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 0.25, 9),
                "upper", Values.of(Shape.of(3, 3), 9, -0.6, 0.9, 9, 9, 0.3, 9, 9, 9),
                "log_scale", Values.of(Shape.of(3), 0.3, -0.5, 0.2),
                "b", Values.of(Shape.of(3), 0.1, -0.2, 0.3)))
        .assertMappedBy(new Highway(3, activation), 3e-15);
  }

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> new Highway(0, PlanarActivation.TANH));
    Expect.rejected(
        "[2]", () -> new Highway(3, PlanarActivation.TANH).forwardEventShape(Shape.of(2)));
  }
}
