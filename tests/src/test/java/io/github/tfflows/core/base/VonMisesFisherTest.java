package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VonMisesFisherTest implements DirectionalContract {
  private static final List<Double> MU = List.of(2.0, -1.0, 2.0);

  @Override
  public Distribution around(List<Double> direction, double concentration, Trainability fit) {
    return new VonMisesFisher(direction, concentration, fit);
  }

  /**
   * By scipy.stats.vonmises_fisher 1.17.1; TensorFlow Probability 0.25.0 agrees to 14 digits. The
   * last one is by the formula in numpy: near the direction scipy has fewer digits.
   */
  @Test
  void agreesWithAnotherImplementation() {
    VonMisesFisher one = VonMisesFisher.fixed(MU, 2.5);
    Densities.assertLogProb(-1.0814922517523704, one, 0.6, 0, 0.8);
    Densities.assertLogProb(-4.248158918419037, one, 0, 1, 0);
    Densities.assertLogProb(
        11.797633475354926, VonMisesFisher.fixed(List.of(0.0, 0.0, 1.0), 1e6), 6e-4, 0, 0.99999982);
  }

  /** By mpmath with 40 digits. */
  @Test
  void agreesInOtherDimensions() {
    Densities.assertLogProb(
        -2.516817670319947, VonMisesFisher.fixed(List.of(3.0, -4.0), 0.7), 0, 1);
    Densities.assertLogProb(
        3.7273225833934713,
        VonMisesFisher.fixed(List.of(1.0, 1.0, -1.0, 1.0, 0.0), 40),
        0.5,
        0.5,
        -0.5,
        0.5,
        0);
    Densities.assertLogProb(
        -2117.9819867405145,
        VonMisesFisher.fixed(List.of(1.0, 2.0, 0.0, 0.0), 1e4),
        0.48,
        0.64,
        0.6,
        0);
    double[] far = new double[100];
    far[0] = 1;
    Densities.assertLogProb(
        86.39168728868462,
        new VonMisesFisher(Directional.lastAxis(100), 7, Trainability.FIXED),
        far);
  }

  /** On a circle it is the distribution of angles, which counts turns. */
  @Test
  void isVonMisesOnTheCircle() {
    double expected = Densities.at(VonMises.fixed(List.of(0.3), List.of(4.0)), 1.5).at(0);
    VonMisesFisher circle = VonMisesFisher.fixed(List.of(Math.cos(0.3), Math.sin(0.3)), 4);
    Densities.assertLogProb(expected, circle, Math.cos(1.5), Math.sin(1.5));
  }

  /** For {@code κ → 0} the density is that of one over the area. */
  @Test
  void isUniformWithoutConcentration() {
    Densities.assertLogProb(-Math.log(4 * Math.PI), VonMisesFisher.fixed(MU, 1e-14), 0, 1, 0);
  }

  /** At {@code κ = 1e30} the draws are {@code μ} up to rounding. */
  @Test
  void staysFiniteForAnyConcentration() {
    VonMisesFisher one = new VonMisesFisher(MU, 1e30, Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float32()) {
      Sample sample = one.sample(bench.scope(), bench.noise(1000, 7, 7));
      Map<String, Values> start = bench.initialValues();
      for (Expr part : List.of(sample.value(), sample.logProb())) {
        assertTrue(bench.fetch(part, start).allFinite());
        for (String name : List.of("direction", "log_concentration")) {
          Expr by = bench.parameter(name);
          Expr slope = bench.gradient(part, by);
          assertTrue(bench.fetch(slope, start).allFinite(), name);
        }
      }
    }
  }

  @Test
  void startsAroundTheLastAxis() {
    double atMu = Densities.at(VonMisesFisher.trainable(5), 0, 0, 0, 0, 1).at(0);
    double[] others = Densities.at(VonMisesFisher.trainable(5), 0, 0, 0, 1, 0).entries();
    assertTrue(Arrays.stream(others).allMatch(x -> Math.abs(atMu - 1 - x) < 1e-12));
    Expect.rejected("got [1.0]", () -> VonMisesFisher.trainable(1));
    Expect.rejected("[0]", () -> VonMisesFisher.trainable(0));
  }
}
