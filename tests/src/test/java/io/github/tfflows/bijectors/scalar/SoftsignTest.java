package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class SoftsignTest {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  /** From TensorFlow Probability 0.25.0, {@code Softsign}. */
  @Test
  void yieldsTheReferenceValues() {
    assertEquals(new Softsign(1), Softsign.unit());
    ScalarTrial trial = new ScalarTrial(Softsign.unit());
    trial.expectValues(1e-15, POINTS, ScalarReferences.numbers("Softsign.values"));
    trial.expectLogSlopes(1e-15, POINTS, ScalarReferences.numbers("Softsign.log_slopes"));
  }

  /** From zuko 1.6.0, {@code SoftclipTransform(2.5)}. */
  @Test
  void other_bounds() {
    new ScalarTrial(new Softsign(2.5))
        .expectValues(1e-15, POINTS, ScalarReferences.numbers("Softsign.other_bounds.values"));
  }

  @Test
  void rejectsBoundsThatAreNone() {
    Expect.rejected("got 0.0", () -> new Softsign(0));
    Expect.rejected("got Infinity", () -> new Softsign(Double.POSITIVE_INFINITY));
  }
}
