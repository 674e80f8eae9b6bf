package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;

public class KumaraswamyCdfTest implements CdfContract {
  private static final double[] POINTS = {0.01, 0.2, 0.5, 0.83, 0.999};

  @Override
  public ScalarBijector map() {
    return new KumaraswamyCdf();
  }

  @Override
  public double image(double x) {
    return Math.max(0, Math.min(x, 1));
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, 0.5};
  }

  @Override
  public double reach() {
    return 10;
  }

  @Test
  void isTheIdentityAtZeroParameters() {
    for (Direction direction : Direction.values()) {
      Values found = trial(0, 0).run(direction, POINTS).get(0);
      ScalarTrial.expect(1e-15, found, POINTS);
      ScalarTrial.expect(1e-15, trial(0, 0).run(direction, POINTS).get(1), 0, 0, 0, 0, 0);
    }
  }

  /** From TensorFlow Probability 0.25.0, {@code KumaraswamyCDF(1.7, 0.6)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.shape(1.7), CdfContract.shape(0.6));
    trial.expectValues(
        1e-14,
        POINTS,
        0.00023888332458461324,
        0.03941592853165526,
        0.19805573066744123,
        0.542641508311648,
        0.9782139685671983);
    trial.expectLogSlopes(
        1e-13,
        POINTS,
        -3.203657228320983,
        -1.0799947302438855,
        -0.3182562903355065,
        0.410897089160203,
        2.5700931267458187);
  }
}
