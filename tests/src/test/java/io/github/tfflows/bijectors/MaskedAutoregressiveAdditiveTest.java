package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class MaskedAutoregressiveAdditiveTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new MaskedAutoregressive(new Additive(), Made.of(16));
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }
}
