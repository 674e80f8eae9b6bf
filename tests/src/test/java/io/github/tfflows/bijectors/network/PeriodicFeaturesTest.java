package io.github.tfflows.bijectors.network;

import io.github.tfflows.testing.ConditionerContract;
import java.util.List;
import org.tensorflow.framework.activations.Activations;

class PeriodicFeaturesTest implements ConditionerContract {
  @Override
  public Conditioner conditioner() {
    return new PeriodicFeatures(Mlp.of(9).withActivation(Activations.TANH), 2);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("dense_0.kernel", "dense_0.bias", "output.kernel", "output.bias");
  }
}
