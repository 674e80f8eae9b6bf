package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class InverseAutoregressiveTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new MaskedAutoregressive(new Affine(), Made.of(16)).inverted();
  }

  @Override
  public List<String> networkNames() {
    return PERCEPTRON;
  }

  @Override
  public List<String> overflowing(double edge) {
    return HostContract.overflowingByScale(edge);
  }
}
