package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class SylvesterLeakyReluTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    int size = Math.toIntExact(event.size());
    return new Sylvester(Permutation.random(size, 3), size, PlanarActivation.LEAKY_RELU);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("r", "r_tilde", "b");
  }
}
