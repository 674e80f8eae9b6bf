package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.ConditionerContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class ResidualNetTest implements ConditionerContract {
  @Override
  public Conditioner conditioner() {
    return ResidualNet.of(9, 1).withActivation(Activations.TANH);
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("input", "block_0.dense_0", "block_0.dense_1", "output");
  }

  @Test
  void isRectifiedUnlessToldOtherwise() {
    assertEquals(new ResidualNet(4, 2, Activations.RELU), ResidualNet.of(4, 2));
  }

  @Test
  void rejectsWhatIsNotANetwork() {
    Expect.rejected("got 0", () -> ResidualNet.of(0, 1));
    Expect.rejected("got -1", () -> ResidualNet.of(8, -1));
    Expect.rejected("SOFTMAX", () -> ResidualNet.of(8, 1).withActivation(Activations.SOFTMAX));
  }
}
