package io.github.tfflows.bijectors.network;

import io.github.tfflows.DocumentedClass;
import io.github.tfflows.testing.ConditionerContract;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.framework.activations.Activations;

/** Networks that read vectors under their contract, which runs in double precision. */
@ParameterizedClass
@FieldSource("ALL")
class ConditionersTest extends NetworkCase<Conditioner> implements ConditionerContract {
  private static final Class<?> SHOWN = DocumentedClass.of(Conditioner.class.getPackage());
  private static final String RESIDUAL = "input block_0.dense_0 block_0.dense_1 output";

  static final List<NetworkCase<Conditioner>> ALL =
      List.of(
          of(() -> Mlp.of(9, 8).withActivation(Activations.TANH), "dense_0 dense_1 output"),
          of(() -> mlp().within(1.5), "dense_0 output"),
          of(() -> (Conditioner) DocumentedClass.made(SHOWN, 9), "first second output"),
          of(() -> new PeriodicFeatures(mlp(), 2), "dense_0 output"),
          of(() -> residual(), RESIDUAL),
          of(() -> residual().withMixedPrecision(), RESIDUAL),
          of(
              () -> residual().withContextGates(),
              "input block_0.dense_0 block_0.dense_1 block_0.gate output"),
          ofNormalized(() -> residual().withWeightNorm(), RESIDUAL),
          new NetworkCase<>(
              () -> residual().withDropout(0.3).withLayerNorm(),
              List.of(
                  ("input.kernel input.bias block_0.norm_0.scale block_0.norm_0.shift"
                          + " block_0.dense_0.kernel block_0.dense_0.bias block_0.norm_1.scale"
                          + " block_0.norm_1.shift block_0.dense_1.kernel block_0.dense_1.bias"
                          + " output.kernel output.bias")
                      .split(" ", -1))));

  private static Mlp mlp() {
    return Mlp.of(9).withActivation(Activations.TANH);
  }

  private static ResidualNet residual() {
    return ResidualNet.of(9, 1).withActivation(Activations.TANH);
  }

  ConditionersTest(NetworkCase<Conditioner> each) {
    super(each);
  }
}
