package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.Sample;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class VonMisesFisherTest {
  private static final List<Double> MU = List.of(2.0, -1.0, 2.0);
  private static final List<Double> BELOW = List.of(0.3, 0.4, -1.2);
  private static final int DRAWS = 20_000;

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

  /** For {@code κ → 0} the density is that of one over the area. */
  @Test
  void isUniformWithoutConcentration() {
    Densities.assertLogProb(-Math.log(4 * Math.PI), VonMisesFisher.fixed(MU, 1e-14), 0, 1, 0);
  }

  /** Kolmogorov and Smirnov's test of {@code μ·x}, at the level 0.001. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.7, 5, 300})
  void cosinesFollowTheirDistribution(double kappa) {
    for (List<Double> mu : List.of(MU, BELOW)) {
      double[] cosines = cosines(Densities.draws(VonMisesFisher.fixed(mu, kappa), DRAWS, 3, 4), mu);
      Arrays.sort(cosines);
      double distance = 0;
      for (int i = 0; i < DRAWS; i++) {
        double below =
            (Math.exp(kappa * (cosines[i] - 1)) - Math.exp(-2 * kappa)) / -Math.expm1(-2 * kappa);
        distance = Math.max(distance, Math.abs(below - (i + 0.5) / DRAWS));
      }
      assertTrue(distance * Math.sqrt(DRAWS) < 1.95, distance + " of " + kappa);
    }
  }

  /** The mean of the draws is along {@code μ} and has the length {@code coth κ - 1/κ}. */
  @Test
  void drawsAreAroundTheDirection() {
    for (List<Double> mu : List.of(MU, BELOW, List.of(0.0, 0.0, -1.0))) {
      Values draws = Densities.draws(VonMisesFisher.fixed(mu, 5), DRAWS, 5, 6);
      double length = Math.sqrt(mu.stream().mapToDouble(each -> each * each).sum());
      for (int k = 0; k < 3; k++) {
        int entry = k;
        double mean =
            IntStream.range(0, DRAWS)
                .mapToDouble(i -> draws.at(3 * i + entry))
                .average()
                .orElseThrow();
        double expected = (1 / Math.tanh(5) - 0.2) * mu.get(k) / length;
        assertEquals(expected, mean, 0.012, "entry " + k + " around " + mu);
      }
    }
  }

  @Test
  void drawsComeWithTheirLogDensity() {
    try (Workbench bench = Workbench.float64()) {
      VonMisesFisher one = VonMisesFisher.fixed(BELOW, 3);
      Sample sample = one.sample(bench.scope(), bench.noise(50, 3, 4));
      Expr again = one.logProb(bench.scope(), sample.value());
      List<Values> run = bench.fetchAll(List.of(again, sample.logProb(), sample.value()), Map.of());
      assertTrue(run.get(0).distance(run.get(1)) <= 1e-14);
      for (int i = 0; i < 50; i++) {
        assertEquals(1, Arrays.stream(run.get(2).row(i)).map(x -> x * x).sum(), 1e-14);
      }
    }
  }

  /** {@code E[μ·x] = A(κ) = coth κ - 1/κ} has the slope {@code κ·A′(κ)} by {@code log κ}. */
  @Test
  void drawsMoveWithTheParameters() {
    double kappa = 2.5;
    VonMisesFisher one = new VonMisesFisher(MU, kappa, Fit.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = one.sample(bench.scope(), bench.noise(DRAWS, 1, 2)).value();
      Expr mu = bench.scope().constant(Shape.of(3), 2. / 3, -1. / 3, 2. / 3);
      Expr cosines = bench.total(x.times(mu)).times(1. / DRAWS);
      Expr sideways = bench.total(x.slice(-1, 0, 1).minus(x.slice(-1, 2, 1))).times(1. / DRAWS);
      Map<String, Values> start = bench.initialValues();
      double spread = 1 / (kappa * kappa) - 1 / Math.pow(Math.sinh(kappa), 2);
      Expr byKappa = slope(bench, cosines, "log_concentration");
      assertEquals(kappa * spread, bench.fetch(byKappa, start).at(0), 5e-3);
      double mean = 1 / Math.tanh(kappa) - 1 / kappa;
      Values byDirection = bench.fetch(slope(bench, sideways, "direction"), start);
      assertEquals(mean, byDirection.at(0), 2e-2);
      assertEquals(0, byDirection.at(1), 2e-2);
      assertEquals(-mean, byDirection.at(2), 2e-2);
    }
  }

  /**
   * By {@code log κ} it is {@code 1 + κ·(μ·x - coth κ)}, by a unit direction {@code κ·(I - μμᵀ)·x}.
   */
  @Test
  void densitiesMoveWithTheParameters() {
    VonMisesFisher one = new VonMisesFisher(MU, 2.5, Fit.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.scope().constant(Shape.of(1, 3), 0.6, 0, 0.8);
      Expr logProb = one.logProb(bench.scope(), x).sum(0);
      Map<String, Values> start = bench.initialValues();
      double cosine = 2.8 / 3;
      Values byKappa = bench.fetch(slope(bench, logProb, "log_concentration"), start);
      assertEquals(1 + 2.5 * (cosine - 1 / Math.tanh(2.5)), byKappa.at(0), 1e-13);
      Values byDirection = bench.fetch(slope(bench, logProb, "direction"), start);
      assertEquals(2.5 * (0.6 - cosine * 2 / 3), byDirection.at(0), 1e-13);
      assertEquals(2.5 * cosine / 3, byDirection.at(1), 1e-13);
      assertEquals(2.5 * (0.8 - cosine * 2 / 3), byDirection.at(2), 1e-13);
    }
  }

  @Test
  void refusesAbsentEntries() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.scope().constant(Shape.of(1, 3), 0.6, 0, 0.8);
      Expect.rejected(
          "depend on each other",
          () -> VonMisesFisher.trainable().logProb(bench.scope().withPresence(x), x));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1, 1e6, 1e30})
  void staysFiniteInFloat32(double kappa) {
    VonMisesFisher one = new VonMisesFisher(BELOW, kappa, Fit.TRAINABLE);
    try (Workbench bench = Workbench.float32()) {
      Sample sample = one.sample(bench.scope(), bench.noise(DRAWS, 7, 7));
      Map<String, Values> start = bench.initialValues();
      assertTrue(bench.fetch(sample.value(), start).allFinite());
      assertTrue(bench.fetch(sample.logProb(), start).allFinite());
      for (Expr part : List.of(sample.value(), sample.logProb())) {
        for (String name : List.of("direction", "log_concentration")) {
          Expr slope = slope(bench, bench.total(part), name);
          assertTrue(bench.fetch(slope, start).allFinite(), () -> name + " at " + kappa);
        }
      }
    }
  }

  private static Expr slope(Workbench bench, Expr of, String by) {
    return bench.gradients(of, List.of(bench.parameter(by))).get(0).orElseThrow();
  }

  private static double[] cosines(Values draws, List<Double> mu) {
    double length = Math.sqrt(mu.stream().mapToDouble(each -> each * each).sum());
    double[] cosines = new double[draws.rowCount()];
    for (int i = 0; i < cosines.length; i++) {
      double[] x = draws.row(i);
      cosines[i] = (x[0] * mu.get(0) + x[1] * mu.get(1) + x[2] * mu.get(2)) / length;
    }
    return cosines;
  }

  @Test
  void isAValue() {
    assertEquals(VonMisesFisher.trainable(), VonMisesFisher.trainable());
    assertEquals(Shape.of(3), VonMisesFisher.trainable().eventShape());
    assertFalse(VonMisesFisher.trainable().isContinuous());
  }

  @Test
  void rejectsWhatIsNoVonMisesFisher() {
    Expect.rejected("got [1.0, 2.0]", () -> VonMisesFisher.fixed(List.of(1.0, 2.0), 1));
    Expect.rejected("got [0.0, 0.0, 0.0]", () -> VonMisesFisher.fixed(List.of(0., 0., 0.), 1));
    Expect.rejected("concentration of entry 0 is 0.0", () -> VonMisesFisher.fixed(MU, 0));
  }
}
