package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.MaskedNetwork;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.testing.AutoregressiveConditionerContract;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.framework.activations.Activations;

/** Masked networks under their contract. */
@ParameterizedClass
@FieldSource("ALL")
class MaskedConditionersTest extends NetworkCase<AutoregressiveConditioner>
    implements AutoregressiveConditionerContract {
  static final List<NetworkCase<AutoregressiveConditioner>> ALL =
      List.of(
          of(() -> made(16, 15), "dense_0 dense_1 output"),
          of(() -> made(16).within(1.5), "dense_0 output"),
          ofNormalized(
              () -> new MaskedNetwork(made(16, 12).network().withWeightNorm()),
              "dense_0 dense_1 output"),
          of(() -> residual(), "input block_0.dense_0 block_0.dense_1 output"),
          of(
              () -> residual().withContextGates(),
              "input block_0.dense_0 block_0.dense_1 block_0.gate output"));

  private static Made made(int... hidden) {
    return Made.of(hidden).withActivation(Activations.TANH);
  }

  private static ResidualMade residual() {
    return ResidualMade.of(16, 1).withActivation(Activations.TANH);
  }

  MaskedConditionersTest(NetworkCase<AutoregressiveConditioner> each) {
    super(each);
  }
}
