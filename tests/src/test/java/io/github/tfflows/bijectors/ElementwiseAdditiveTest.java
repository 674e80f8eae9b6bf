package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class ElementwiseAdditiveTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Additive();
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
}
