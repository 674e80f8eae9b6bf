package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** All entries of a direction count, which stands for the area of the sphere. */
class SphereTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Sphere();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    return direction == Direction.FORWARD
        ? entries
        : LastAxisPoints.mapped(entries, event, SphereTest::direction);
  }

  /** The pole at infinity for zeros. */
  private static double[] direction(double... entries) {
    double[] direction = entries.clone();
    double length = Math.sqrt(Arrays.stream(direction).map(at -> at * at).sum());
    if (length == 0) {
      direction[direction.length - 1] = 1;
      return direction;
    }
    return Arrays.stream(direction).map(at -> at / length).toArray();
  }

  /**
   * Values computed with UnitVector of TensorFlow Probability 0.25. Its log-determinant takes
   * {@code log 2} in single precision, and is {@code 5.7e-9} away from the formula.
   */
  @Test
  void agreesWithTensorFlowProbability() {
    double[] direction = {
      0.09188361408882081, -0.36753445635528326, 0.6125574272588055, 0.6937212863705973
    };
    OnePoint.of(new double[] {0.3, -1.2, 2}, direction, 3 * Math.log(2 / 6.53))
        .assertMappedBy(new Sphere());
  }

  /** Near the pole at infinity {@code 1 - h} is lost to rounding, the sides are not. */
  @Test
  void keepsItsDigitsFarOut() {
    double far = 1e9;
    double[] direction = {2 / far, 0, 1};
    OnePoint.of(new double[] {far, 0}, direction, -2 * Math.log(far * far / 2))
        .assertMappedBy(new Sphere());
  }

  @Test
  void rejectsEventsWithoutDirections() {
    Expect.rejected("[1]", () -> new Sphere().inverseEventShape(Shape.of(1)));
  }
}
