package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MatrixExponentialTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new MatrixExponential(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("generator");
  }

  /** By scipy.linalg.expm of SciPy 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(new double[] {1.285041634743925, 0.9161160021333223, 2.05619140001585}, 0.3)
        .assertMetBy(
            new MatrixExponential(3),
            Map.of(
                "generator",
                Values.of(Shape.of(3, 3), 0.3, -0.7, 0.2, 1.1, -0.4, 0.5, -0.6, 0.8, 0.4)));
  }

  /** By the same function; the largest row sum is 20, which is scaled to ln 1000. */
  @Test
  void scalesLargeGeneratorsDown() {
    new LinearReference(
            new double[] {-1.216864498144449, 6.003394108354901, 13.646939820586834},
            1.0361632918473207)
        .assertMetBy(
            new MatrixExponential(3),
            Map.of("generator", Values.of(Shape.of(3, 3), 3, -7, 2, 11, -4, 5, -6, 8, 4)));
  }
}
