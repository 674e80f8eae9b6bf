package io.github.tfflows.gallery.toy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class PotentialTest {
  private static final double[] POINTS = {0.5, -1.5, -2.1, 0.3, 1, 2, 3.2, -3};

  private static void expect(LogDensity density, double... expected) {
    try (Workbench bench = Workbench.float64()) {
      Expr z = bench.input("z", Shape.of(-1, 2));
      Values found =
          bench.fetch(
              density.logProb(bench.scope(), z), Map.of("z", Values.rows(Shape.of(2), POINTS)));
      Values right = Values.of(found.shape(), expected);
      assertTrue(found.distance(right) <= 1e-14, () -> found + " is not " + right);
    }
  }

  /** From normflows 1.7.3, {@code TwoModes(2, 0.2)}. */
  @Test
  void hasTwoModesOnARing() {
    expect(
        Potential.U1,
        -3.6694061572739245,
        -0.05988459431982698,
        -1.5630242249146733,
        -19.795719501346735);
  }

  /** From normflows 1.7.3, {@code Sinusoidal(0.4, 4)}. */
  @Test
  void isAWave() {
    expect(
        Potential.U2.within(8),
        -15.22350168397544,
        -0.06678459575245227,
        -3.1270751953125,
        -13.141967068489226);
  }

  /** From normflows 1.7.3, {@code Sinusoidal_gap(0.35, 4)}. */
  @Test
  void isAWaveWithAGap() {
    expect(
        Potential.U3.within(7),
        -0.03207626170621807,
        0.6049658987736074,
        -4.0851728446480635,
        -16.450309919629053);
  }

  /** The formula in numpy, by {@code logaddexp}; normflows has one scale for both waves. */
  @Test
  void isAWaveThatSplits() {
    expect(
        Potential.U4,
        -12.17438112413496,
        0.6188709578589175,
        -3.124999999810229,
        -3.676599475391963);
  }

  /** From normflows 1.7.3, {@code TwoMoons()}. */
  @Test
  void hasTwoMoons() {
    expect(
        Potential.MOONS,
        -14.693058495567152,
        -0.23953837757342644,
        -6.252156680566072,
        -79.18287800538694);
  }

  /** Where {@code w₁ = 0} and both parts are far from each other or the same. */
  @Test
  void hasTheValuesOfTheFormulasAtTheOrigin() {
    assertEquals(-12.5 + Math.log(2) - 0.5 / 0.09, at(Potential.U1, 0, 0), 1e-12);
    assertEquals(0, at(Potential.U2, 0, 0), 1e-12);
    double gap = 3 * Math.exp(-0.5 / 0.36) / 0.35;
    assertEquals(Math.log1p(Math.exp(-0.5 * gap * gap)), at(Potential.U3, 0, 0), 1e-12);
    double split = 3 / (1 + Math.exp(1 / 0.3)) / 0.35;
    assertEquals(Math.log1p(Math.exp(-0.5 * split * split)), at(Potential.U4, 0, 0), 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void hasFiniteGradientsAlsoAtTheOriginAndFarAway(Potential potential) {
    try (Workbench bench = Workbench.float32()) {
      Expr z = bench.input("z", Shape.of(-1, 2));
      Expr log = potential.within(4).logProb(bench.scope(), z);
      Map<String, Values> feeds =
          Map.of("z", Values.rows(Shape.of(2), 0, 0, 0, 1, 1e4, -1e4, -300, 2));
      assertTrue(bench.fetch(log, feeds).allFinite());
      Expr gradient = bench.gradient(log, z);
      assertTrue(bench.fetch(gradient, feeds).allFinite());
    }
  }

  @Test
  void rejectsBoundsThatAreNone() {
    Expect.rejected("got 0.0", () -> Potential.U2.within(0));
    Expect.rejected("got NaN", () -> Potential.U2.within(Double.NaN));
  }

  private static double at(LogDensity density, double x, double y) {
    try (Workbench bench = Workbench.float64()) {
      Expr z = bench.input("z", Shape.of(-1, 2));
      Map<String, Values> feeds = Map.of("z", Values.rows(Shape.of(2), x, y));
      return bench.fetch(density.logProb(bench.scope(), z), feeds).at(0);
    }
  }
}
