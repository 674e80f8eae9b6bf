package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class SoftsignTest implements ScalarBijectorContract {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  @Override
  public ScalarBijector map() {
    return new Softsign(2);
  }

  @Override
  public double image(double x) {
    return x / (1 + Math.abs(x) / 2);
  }

  @Override
  public double[] edges() {
    return new double[] {0, 2, -2};
  }

  /** From TensorFlow Probability 0.25.0, {@code Softsign}. */
  @Test
  void yieldsTheReferenceValues() {
    assertEquals(new Softsign(1), Softsign.unit());
    ScalarTrial trial = new ScalarTrial(Softsign.unit());
    trial.expectValues(
        1e-15,
        POINTS,
        -0.8823529411764706,
        -0.5454545454545454,
        -0.0009990009990009992,
        0,
        0.23076923076923075,
        0.6666666666666666,
        0.975609756097561);
    trial.expectLogSlopes(
        1e-15,
        POINTS,
        -4.2801323269925415,
        -1.5769147207285403,
        -0.0019990006661670663,
        0,
        -0.5247285289349821,
        -2.197224577336219,
        -7.427144133408616);
  }

  /** From zuko 1.6.0, {@code SoftclipTransform(2.5)}. */
  @Test
  void yieldsTheReferenceValuesOfOtherBounds() {
    new ScalarTrial(new Softsign(2.5))
        .expectValues(
            1e-15,
            POINTS,
            -1.875,
            -0.8108108108108107,
            -0.0009996001599360256,
            0,
            0.26785714285714285,
            1.1111111111111112,
            2.3529411764705883);
  }

  @Test
  void rejectsBoundsThatAreNone() {
    Expect.rejected("got 0.0", () -> new Softsign(0));
    Expect.rejected("got Infinity", () -> new Softsign(Double.POSITIVE_INFINITY));
  }
}
