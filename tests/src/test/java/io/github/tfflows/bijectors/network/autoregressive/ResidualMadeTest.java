package io.github.tfflows.bijectors.network.autoregressive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class ResidualMadeTest {
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
