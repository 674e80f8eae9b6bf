package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class FullNormalTest {
  private static final List<List<Double>> COVARIANCE =
      List.of(List.of(2.0, 0.6, -0.3), List.of(0.6, 1.0, 0.2), List.of(-0.3, 0.2, 0.5));

  /** By scipy.stats.multivariate_normal 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    FullNormal normal = FullNormal.fixed(List.of(1.0, -2.0, 0.5), COVARIANCE);
    Densities.assertLogProb(-8.996565724908985, normal, 0, 0, 0);
    Densities.assertLogProb(-55.61421278373257, normal, 10, -3, 2);
    FullNormal trained = new FullNormal(normal.mean(), COVARIANCE, Trainability.TRAINABLE);
    Densities.assertLogProb(-55.61421278373257, trained, 10, -3, 2);
  }

  @Test
  void drawsHaveItsMoments() {
    int n = 100_000;
    FullNormal normal = FullNormal.fixed(List.of(1.0, -2.0, 0.5), COVARIANCE);
    Values draws = Densities.draws(normal, n, 1, 2);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          double first = draws.at(3 * k + i) - normal.mean().get(i);
          sum += first * (draws.at(3 * k + j) - normal.mean().get(j));
        }
        assertEquals(COVARIANCE.get(i).get(j), sum / n, 0.03);
      }
    }
  }

  /** {@code d E[x₂²] / d L₂₁ = 2·L₂₁}. */
  @Test
  void drawsMoveWithTheFactor() {
    FullNormal normal =
        new FullNormal(
            List.of(0.0, 0.0),
            List.of(List.of(1.0, 0.5), List.of(0.5, 1.0)),
            Trainability.TRAINABLE);
    int n = 50_000;
    try (Workbench bench = Workbench.float64()) {
      Expr x = normal.sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr mean = bench.total(x.entry(1).square()).times(1. / n);
      Expr slope = bench.gradient(mean, bench.parameter("lower"));
      Values at = bench.fetch(slope, bench.initialValues());
      assertEquals(1, at.at(2), 0.03);
      assertEquals(0, at.at(1), "above the diagonal");
    }
  }

  @Test
  void refusesAbsentEntries() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      GraphScope scope = bench.scope().withPresence(x);
      Expect.rejected("absent", () -> FullNormal.trainable(2).logProb(scope, x));
    }
  }

  @Test
  void rejectsWhatIsNoGaussian() {
    List<Double> mean = List.of(0.0, 0.0);
    Expect.rejected("rows of [1]", () -> FullNormal.fixed(mean, List.of(List.of(1.0))));
    Expect.rejected(
        "(1, 0) and (0, 1) are 0.5 and 0.4",
        () -> FullNormal.fixed(mean, List.of(List.of(1.0, 0.4), List.of(0.5, 1.0))));
    Expect.rejected(
        "entry 1 has variance -3.0",
        () -> FullNormal.fixed(mean, List.of(List.of(1.0, 2.0), List.of(2.0, 1.0))));
    Expect.rejected("NaN", () -> FullNormal.fixed(List.of(Double.NaN), List.of(List.of(1.0))));
    Expect.rejected("[0]", () -> FullNormal.trainable(0));
  }
}
