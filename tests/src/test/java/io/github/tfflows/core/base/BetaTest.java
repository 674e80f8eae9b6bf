package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BetaTest {
  /** {@code E[log x - log(1 - x)] = ψ(a) - ψ(b)}; the slopes are {@code ψ′}, by scipy. */
  @Test
  void drawsMoveWithTheParameters() {
    int n = 50_000;
    Beta beta = new Beta(List.of(2.5), List.of(2.5), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = beta.sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr mean = bench.total(x.log().minus(x.complement().log())).times(1. / n);
      List<Expr> parameters = List.of(bench.parameter("log_a"), bench.parameter("log_b"));
      Map<String, Values> start = bench.initialValues();
      Expr byA = bench.gradients(mean, parameters).get(0).orElseThrow();
      Expr byB = bench.gradients(mean, parameters).get(1).orElseThrow();
      assertEquals(0.4903577561002349 * 2.5, bench.fetch(byA, start).at(0), 0.02);
      assertEquals(-0.4903577561002349 * 2.5, bench.fetch(byB, start).at(0), 0.02);
    }
  }
}
