package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
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
