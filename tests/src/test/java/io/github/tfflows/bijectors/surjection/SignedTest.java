package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.Laplace;
import io.github.tfflows.testing.Densities;
import org.junit.jupiter.api.Test;

class SignedTest {
  /** With equal chances, the exponential distribution becomes that of Laplace. */
  @Test
  void startsSymmetric() {
    double expected = Densities.at(Laplace.trainable(2), -0.4, 1.7).at(0);
    Densities.assertLogProb(
        expected, new Surjected(Exponential.trainable(2), new Signed(Mlp.of())), -0.4, 1.7);
  }
}
