package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class LeakyTanhTest {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  /** From FlowJAX 19.1.2, {@code LeakyTanh(1.5)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = new ScalarTrial(new LeakyTanh(1.5));
    trial.expectValues(1e-15, POINTS, ScalarReferences.numbers("LeakyTanh.values"));
    trial.expectLogSlopes(1e-14, POINTS, ScalarReferences.numbers("LeakyTanh.log_slopes"));
  }

  @Test
  void rejectsThresholdsOutOfRange() {
    Expect.rejected("got 0.0", () -> new LeakyTanh(0));
    Expect.rejected("got 5.5", () -> new LeakyTanh(5.5));
    Expect.rejected("got NaN", () -> new LeakyTanh(Double.NaN));
  }
}
