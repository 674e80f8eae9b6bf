package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.CircularRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class ElementwiseCircularRationalQuadraticTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new CircularRationalQuadratic(5, 2);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("theta");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }

  /** The knots at zero parameters, and far around the circle. */
  @Override
  public double[] edges(Direction direction) {
    return new double[] {-2, -1.2, -0.4, 0, 0.4, 1.2, 2, 2.1, 1e4, -1e4, 1e30, -1e30};
  }
}
