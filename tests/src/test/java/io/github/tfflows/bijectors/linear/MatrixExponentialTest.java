package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MatrixExponentialTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new MatrixExponential(Math.toIntExact(event.get(-1)));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("generator");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
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

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> new MatrixExponential(0));
    Expect.rejected("[3]", () -> new MatrixExponential(2).forwardEventShape(Shape.of(3)));
  }
}
