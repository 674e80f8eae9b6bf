package io.github.tfflows.bijectors.cdf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

public class NormalCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new NormalCdf();
  }

  @Override
  public double image(double x) {
    return CdfContract.normal(x);
  }

  @Override
  public ScalarTrial reference() {
    return trial(0.3, CdfContract.scale(1.7));
  }

  /** From scipy 1.17.1, {@code scipy.stats.norm}. */
  @Test
  void tailsKeepTheirDigitsInFloat32() {
    List<Values> run = trial(0, 0).runInFloat32(Direction.FORWARD, -10, -5, 5, 30);
    assertEquals(1, run.get(0).at(0) / 7.61985302416047e-24, 1e-5);
    assertEquals(1, run.get(0).at(1) / 2.866515718791933e-07, 1e-5);
    ScalarTrial.expect(
        1e-6,
        run.get(1),
        -50.918938533204674,
        -13.418938533204672,
        -13.418938533204672,
        -450.91893853320465);
  }
}
