package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class LeakyTanhTest implements ScalarBijectorContract {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  @Override
  public ScalarBijector map() {
    return new LeakyTanh(1.5);
  }

  @Override
  public double image(double x) {
    double within = Math.max(-1.5, Math.min(x, 1.5));
    return Math.tanh(within) + (x - within) / Math.pow(Math.cosh(1.5), 2);
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1.5, -1.5, Math.tanh(1.5), -Math.tanh(1.5)};
  }

  /** From FlowJAX 19.1.2, {@code LeakyTanh(1.5)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = new ScalarTrial(map());
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
