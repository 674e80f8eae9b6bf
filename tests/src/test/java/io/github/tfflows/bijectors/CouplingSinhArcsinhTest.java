package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.SinhArcsinh;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class CouplingSinhArcsinhTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new SinhArcsinh(), Mlp.of(12).withActivation(Activations.TANH));
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }
}
