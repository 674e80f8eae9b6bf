package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class SylvesterTriangularTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return Sylvester.triangular(Permutation.reverse(Math.toIntExact(event.size())));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("r", "r_tilde", "b");
  }
}
