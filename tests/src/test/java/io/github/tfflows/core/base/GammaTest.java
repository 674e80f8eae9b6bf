package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GammaTest {
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
}
