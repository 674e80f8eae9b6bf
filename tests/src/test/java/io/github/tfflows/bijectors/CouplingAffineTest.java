package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class CouplingAffineTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new Affine(), Mlp.of(12).withActivation(Activations.TANH));
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }
}
