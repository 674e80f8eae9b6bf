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

  @Override
  public ScalarTrial reference() {
    return trial(CdfContract.shape(1.7), CdfContract.shape(0.6));
  }

  @Override
  public double[] points() {
    return POINTS;
  }
}
