package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class OrderedTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Ordered();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    return direction == Direction.FORWARD
        ? entries
        : LastAxisPoints.mapped(entries, event, OrderedTest::ascending);
  }

  private static double[] ascending(double... steps) {
    double[] ascending = steps.clone();
    for (int i = 1; i < ascending.length; i++) {
      ascending[i] = ascending[i - 1] + Math.abs(steps[i]);
    }
    return ascending;
  }

  /** Computed with Ascending of TensorFlow Probability 0.25. */
  @Test
  void agreesWithTensorFlowProbability() {
    double[] ascending = {0.3, 0.6011942119122021, 7.990250310842852};
    OnePoint.of(new double[] {0.3, -1.2, 2}, ascending, 0.8).assertMappedBy(new Ordered());
  }
}
