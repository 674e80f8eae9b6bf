package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.SinhArcsinh;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class MaskedAutoregressiveSinhArcsinhTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new MaskedAutoregressive(
        new SinhArcsinh(), Made.of(16).withActivation(Activations.TANH));
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }
}
