package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.HostContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class CouplingResidualTest implements HostContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new Affine(), ResidualNet.of(12, 1));
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
