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

  /** By tensorflow_probability 0.25.0 in double precision, PowerSpherical. */
  @Test
  void agreesWithAnotherImplementation() {
    Densities.assertLogProb(
        -1.3630151576631262, PowerSpherical.fixed(List.of(2.0, -1.0, 2.0), 2.5), 0.6, 0, 0.8);
    Densities.assertLogProb(
        -2.8877552959842276, PowerSpherical.fixed(List.of(3.0, -4.0), 0.7), 0, 1);
    Densities.assertLogProb(
        2.436821240038352,
        PowerSpherical.fixed(List.of(1.0, 1.0, -1.0, 1.0, 0.0), 40),
        0.5,
        0.5,
        -0.5,
        0.5,
        0);
    Densities.assertLogProb(
        -1115.5334108267025,
        PowerSpherical.fixed(List.of(1.0, 2.0, 0.0, 0.0), 1e4),
        0.48,
        0.64,
        0.6,
        0);
  }

  /** For {@code κ → 0} the density is that of one over the area. */
  @Test
  void isUniformWithoutConcentration() {
    List<Double> mu = List.of(2.0, -1.0, 2.0);
    Densities.assertLogProb(-Math.log(4 * Math.PI), PowerSpherical.fixed(mu, 1e-14), 0, 1, 0);
  }

  @Test
  void startsAroundTheLastAxis() {
    Densities.assertLogProb(Math.log(1 / (2 * Math.PI)), PowerSpherical.trainable(3), 0, 0, 1);
    Expect.rejected("got [1.0]", () -> PowerSpherical.trainable(1));
    Expect.rejected("[0]", () -> PowerSpherical.trainable(0));
  }
}
