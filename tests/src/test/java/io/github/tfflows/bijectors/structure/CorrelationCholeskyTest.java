package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class CorrelationCholeskyTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new CorrelationCholesky();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(10));
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    return direction == Direction.FORWARD
        ? entries
        : rowsOfLengthOne(event, Triangles.positiveLower(event, entries));
  }

  private static double[] rowsOfLengthOne(Shape event, double... matrix) {
    return LastAxisPoints.mapped(
        matrix,
        event,
        row -> {
          double length = Math.sqrt(Arrays.stream(row).map(at -> at * at).sum());
          return Arrays.stream(row).map(at -> at / length).toArray();
        });
  }

  @Override
  public int[] free(Direction direction, Shape event) {
    return direction == Direction.FORWARD
        ? IntStream.range(0, Math.toIntExact(event.size())).toArray()
        : Triangles.strictlyLower(event);
  }

  /**
   * Computed with the class of the same name of TensorFlow Probability 0.25, from {@code (0.3,
   * -1.2, 2)} in its order.
   */
  @Test
  void agreesWithTensorFlowProbability() {
    Values factor =
        Values.rows(
            Shape.of(3, 3),
            1,
            0,
            0,
            0.8944271909999159,
            0.4472135954999579,
            0,
            -0.7544335361543176,
            0.1886083840385794,
            0.6286946134619315);
    new OnePoint(Values.rows(Shape.of(3), 2, -1.2, 0.3), factor, -4.270595474130008)
        .assertMappedBy(new CorrelationCholesky());
  }

  @Test
  void rejectsWhatIsNoTriangle() {
    Bijector map = new CorrelationCholesky();
    Expect.rejected("[2]", () -> map.forwardEventShape(Shape.of(2)));
    Expect.rejected("[1, 1]", () -> map.inverseEventShape(Shape.of(1, 1)));
    Expect.rejected("[2, 3]", () -> map.inverseEventShape(Shape.of(2, 3)));
  }
}
