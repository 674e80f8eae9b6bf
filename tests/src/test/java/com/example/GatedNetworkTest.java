package com.example;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.testing.ConditionerContract;
import java.util.List;

/** A network from outside of the library passes the contract of conditioners. */
class GatedNetworkTest implements ConditionerContract {
  @Override
  public Conditioner conditioner() {
    return new GatedNetwork.Free(6);
  }

  @Override
  public List<String> parameterNames() {
    return GatedNetwork.NAMES;
  }

  @Override
  public List<String> inputKernels() {
    return List.of("unit.kernel", "gate.kernel");
  }
}
