package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class CouplingRationalQuadraticTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new RationalQuadratic(8, 3), Mlp.of(12));
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }
}
