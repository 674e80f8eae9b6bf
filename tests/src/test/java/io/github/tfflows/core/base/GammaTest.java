package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GammaTest {
  /** By scipy.stats.gamma 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    Gamma two = Gamma.fixed(List.of(0.3, 25.0), List.of(0.5, 3.0));
    Densities.assertLogProb(-60.19038497090405, two, 0.7, 40);
    Densities.assertLogProb(-311.84113376866327, two, 1e-30, 1e-6);
  }

  @Test
  void isImpossibleBelowZero() {
    Values at = Densities.at(Gamma.trainable(2), 1, -1e-300, 1, 1);
    assertEquals(Double.NEGATIVE_INFINITY, at.at(0));
    assertEquals(-2, at.at(1));
  }

  /** {@code E[log x] = ψ(α) - log β}: the slopes are {@code ψ′(α)} (by scipy) and {@code -1/β}. */
  @Test
  void drawsMoveWithTheParameters() {
    int n = 100_000;
    Gamma two = new Gamma(List.of(0.3, 2.5), List.of(2.0, 1.0), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = two.sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr mean = bench.total(x.log()).times(1. / n);
      List<Expr> parameters =
          List.of(bench.parameter("log_concentration"), bench.parameter("log_rate"));
      Expr byConcentration = bench.gradients(mean, parameters).get(0).orElseThrow();
      Expr byRate = bench.gradients(mean, parameters).get(1).orElseThrow();
      Map<String, Values> start = bench.initialValues();
      Values slopes = bench.fetch(byConcentration, start);
      assertEquals(12.245364546107734 * 0.3, slopes.at(0), 0.06);
      assertEquals(0.4903577561002349 * 2.5, slopes.at(1), 0.02);
      assertEquals(-1, bench.fetch(byRate, start).at(0), 1e-9);
    }
  }

  /** Of a concentration of 0.01, half of the draws are below the range of single precision. */
  @Test
  void drawsOfTinyConcentrationsStayPositive() {
    Gamma tiny = Gamma.fixed(List.of(0.01), List.of(1.0));
    try (Workbench bench = Workbench.float32()) {
      Expr x = tiny.sample(bench.scope(), bench.noise(1000, 3, 4)).value();
      Expr logProb = tiny.logProb(bench.scope(), x);
      for (Values at : bench.fetchAll(List.of(x.log(), logProb), Map.of())) {
        assertTrue(at.allFinite());
      }
    }
  }

  @Test
  void rejectsWhatIsNoGamma() {
    List<Double> one = List.of(1.0);
    Expect.rejected("rate of entry 0 is 0.0", () -> Gamma.fixed(one, List.of(0.0)));
    Expect.rejected("concentration of entry 0 is NaN", () -> Gamma.fixed(List.of(0 / 0.0), one));
    Expect.rejected("got 1 and 2", () -> Gamma.fixed(one, List.of(1.0, 1.0)));
    Expect.rejected("[0]", () -> Gamma.trainable(0));
  }
}
