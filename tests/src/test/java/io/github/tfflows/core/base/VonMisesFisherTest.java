package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** The von Mises-Fisher distribution, and the Bessel functions of its normalization. */
class VonMisesFisherTest implements DirectionalContract {
  private static final List<Double> MU = List.of(2.0, -1.0, 2.0);

  @Override
  public Distribution around(List<Double> direction, double concentration, Trainability fit) {
    return new VonMisesFisher(direction, concentration, fit);
  }

  /** On a circle it is the distribution of angles, which counts turns. */
  @Test
  void isVonMisesOnTheCircle() {
    double expected = Densities.at(VonMises.fixed(List.of(0.3), List.of(4.0)), 1.5).at(0);
    VonMisesFisher circle = VonMisesFisher.fixed(List.of(Math.cos(0.3), Math.sin(0.3)), 4);
    Densities.assertLogProb(expected, circle, Math.cos(1.5), Math.sin(1.5));
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

  private static final ReferenceValues REFERENCE =
      ReferenceValues.of(VonMisesFisherTest.class, "bessel.properties");
  private static final Shape POINTS = Shape.of(8, 1);
  private static final Map<String, Values> FEEDS =
      Map.of("kappa", REFERENCE.values("kappas", POINTS));

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.5", "1", "7.5", "19", "20.5", "99", "499"})
  void agreesWithAnotherImplementation(String order) {
    try (Workbench bench = Workbench.float64()) {
      expect(bench, order, 3e-14, 1e-13);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.5", "1", "7.5", "19", "20.5", "99", "499"})
  void keepsItsDigitsInFloat32(String order) {
    try (Workbench bench = Workbench.float32()) {
      expect(bench, order, 1e-5, 1e-5);
    }
  }

  /** Compares logarithms up to {@code tolerance·(1 + |expected|)}, and shortfalls relatively. */
  private static void expect(Workbench bench, String order, double tolerance, double relative) {
    Expr kappa = bench.input("kappa", Shape.of(-1, 1));
    LogBessel built = LogBessel.of(Double.parseDouble(order), kappa);
    List<Values> found = bench.fetchAll(List.of(built.log(), built.shortfall()), FEEDS);
    double error = found.get(0).distance(REFERENCE.values("log." + order, POINTS));
    assertTrue(error <= tolerance, () -> "order " + order + ": " + error);
    Values shortfalls = REFERENCE.values("shortfall." + order, POINTS);
    for (int i = 0; i < shortfalls.size(); i++) {
      assertEquals(1, found.get(1).at(i) / shortfalls.at(i), relative, "order " + order);
    }
  }

  /** The slope by {@code κ} is the shortfall, negated. */
  @Test
  void hasItsGradient() {
    try (Workbench bench = Workbench.float64()) {
      Expr kappa = bench.input("kappa", Shape.of(-1, 1));
      LogBessel built = LogBessel.of(1.5, kappa);
      Expr slope = bench.gradient(built.log(), kappa);
      Values negated = bench.fetch(slope, FEEDS).map(x -> -x);
      assertTrue(bench.fetch(built.shortfall(), FEEDS).distance(negated) <= 1e-15);
    }
  }
}
