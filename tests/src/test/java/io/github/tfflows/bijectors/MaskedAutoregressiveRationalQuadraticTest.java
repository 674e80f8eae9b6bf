package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class MaskedAutoregressiveRationalQuadraticTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new MaskedAutoregressive(new RationalQuadratic(8, 3), Made.of(16));
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }
}
