package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

class HighwayEluTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Highway(Math.toIntExact(event.size()), PlanarActivation.ELU);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("gate", "lower", "upper", "log_scale", "b");
  }
}
