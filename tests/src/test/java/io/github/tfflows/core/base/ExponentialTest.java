package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  /** By scipy.stats.expon 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    Exponential two = Exponential.fixed(List.of(0.5, 3.0));
    Densities.assertLogProb(-119.94453489189183, two, 0.7, 40);
  }

  @Test
  void isImpossibleBelowZero() {
    Values at = Densities.at(Exponential.trainable(2), 1, -1e-300, 1, 1);
    assertEquals(Double.NEGATIVE_INFINITY, at.at(0));
    assertEquals(-2, at.at(1));
  }

  @Test
  void rejectsWhatIsNoExponential() {
    Expect.rejected("rate of entry 1 is 0.0", () -> Exponential.fixed(List.of(1.0, 0.0)));
    Expect.rejected("no entries", () -> Exponential.fixed(List.of()));
    Expect.rejected("[0]", () -> Exponential.trainable(0));
  }
}
