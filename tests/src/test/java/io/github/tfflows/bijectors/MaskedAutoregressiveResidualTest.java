package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class MaskedAutoregressiveResidualTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new MaskedAutoregressive(new Affine(), ResidualMade.of(16, 1));
  }

  @Override
  public List<String> networkNames() {
    return RESIDUAL;
  }

  @Override
  public List<String> overflowing(double edge) {
    return HostContract.overflowingByScale(edge);
  }
}
