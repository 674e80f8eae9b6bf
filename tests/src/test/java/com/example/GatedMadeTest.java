package com.example;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.testing.AutoregressiveConditionerContract;
import java.util.List;

/** The same network under masks, in one pass and step by step. */
class GatedMadeTest implements AutoregressiveConditionerContract {
  @Override
  public AutoregressiveConditioner conditioner() {
    return new GatedNetwork.Autoregressive(10);
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
