package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerSphericalTest implements DirectionalContract {
  @Override
  public Distribution around(List<Double> direction, double concentration, Trainability fit) {
    return new PowerSpherical(direction, concentration, fit);
  }

  @Test
  void startsAroundTheLastAxis() {
    Densities.assertLogProb(Math.log(1 / (2 * Math.PI)), PowerSpherical.trainable(3), 0, 0, 1);
    Expect.rejected("got [1.0]", () -> PowerSpherical.trainable(1));
    Expect.rejected("[0]", () -> PowerSpherical.trainable(0));
  }
}
