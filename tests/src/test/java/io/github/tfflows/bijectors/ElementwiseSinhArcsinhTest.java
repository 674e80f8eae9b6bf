package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.SinhArcsinh;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class ElementwiseSinhArcsinhTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new SinhArcsinh();
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
