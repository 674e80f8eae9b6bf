package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.testing.AutoregressiveConditionerContract;
import java.util.List;
import org.tensorflow.framework.activations.Activations;

class BoundedAutoregressiveTest implements AutoregressiveConditionerContract {
  @Override
  public AutoregressiveConditioner conditioner() {
    return Made.of(16).withActivation(Activations.TANH).within(1.5);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("dense_0.kernel", "dense_0.bias", "output.kernel", "output.bias");
  }
}
