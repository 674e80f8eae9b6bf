package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.Householder;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class SylvesterHouseholderTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    int size = Math.toIntExact(event.size());
    return new Sylvester(new Householder(size, 2), size, PlanarActivation.ELU);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("r", "r_tilde", "b", "basis.vectors");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(4));
  }
}
