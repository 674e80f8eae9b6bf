package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class LogBesselTest {
  private static final ReferenceValues REFERENCE =
      ReferenceValues.of(LogBesselTest.class, "bessel.properties");
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
