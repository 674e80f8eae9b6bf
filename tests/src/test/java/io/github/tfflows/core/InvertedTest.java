package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class InvertedTest {
  @Test
  void hasTheNameOfWhatItTurns() {
    assertEquals(
        "coupling",
        new Coupling(new Affine(), Mlp.of(8).withActivation(Activations.TANH)).inverted().name());
  }
}
