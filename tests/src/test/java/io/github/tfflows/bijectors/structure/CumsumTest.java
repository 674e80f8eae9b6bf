package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class CumsumTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Cumsum();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Test
  void addsUp() {
    OnePoint.of(new double[] {0.5, -1.25, 2}, new double[] {0.5, -0.75, 1.25}, 0)
        .assertMappedBy(new Cumsum());
  }
}
