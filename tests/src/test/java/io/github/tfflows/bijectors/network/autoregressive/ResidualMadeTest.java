package io.github.tfflows.bijectors.network.autoregressive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.AutoregressiveConditionerContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class ResidualMadeTest implements AutoregressiveConditionerContract {
  @Override
  public AutoregressiveConditioner conditioner() {
    return ResidualMade.of(16, 1).withActivation(Activations.TANH);
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("input", "block_0.dense_0", "block_0.dense_1", "output");
  }

  @Test
  void isRectifiedUnlessToldOtherwise() {
    assertEquals(Activations.RELU, ResidualMade.of(4, 2).network().activation());
  }

  @Test
  void rejectsWhatIsNotANetwork() {
    Expect.rejected("got 0", () -> ResidualMade.of(0, 1));
    Expect.rejected("got -1", () -> ResidualMade.of(8, -1));
    Expect.rejected("SOFTMAX", () -> ResidualMade.of(8, 1).withActivation(Activations.SOFTMAX));
  }
}
