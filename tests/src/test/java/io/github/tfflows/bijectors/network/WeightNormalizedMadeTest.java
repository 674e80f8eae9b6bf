package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.testing.AutoregressiveConditionerContract;
import java.util.List;
import org.tensorflow.framework.activations.Activations;

class WeightNormalizedMadeTest implements AutoregressiveConditionerContract {
  @Override
  public AutoregressiveConditioner conditioner() {
    return Made.of(16, 12).withActivation(Activations.TANH).withWeightNorm();
  }

  @Override
  public List<String> parameterNames() {
    return List.of(
        "dense_0.kernel",
        "dense_0.bias",
        "dense_0.gain",
        "dense_1.kernel",
        "dense_1.bias",
        "dense_1.gain",
        "output.kernel",
        "output.bias");
  }

  @Override
  public List<String> inputKernels() {
    return List.of("dense_0.kernel", "dense_0.gain");
  }
}
