package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class ResidualNetTest {
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
