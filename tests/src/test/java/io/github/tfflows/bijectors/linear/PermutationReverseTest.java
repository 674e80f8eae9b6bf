package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The permutation that TensorFlow has an op of its own for. */
class PermutationReverseTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return Permutation.reverse(Math.toIntExact(event.get(-1)));
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }
}
