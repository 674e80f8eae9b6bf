package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BetaTest {
  /** By scipy.stats.beta 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    Beta two = Beta.fixed(List.of(0.3, 25.0), List.of(4.0, 0.5));
    Densities.assertLogProb(-113.55576836300416, two, 0.7, 0.01);
    Beta edge = Beta.fixed(List.of(0.3, 2.5), List.of(4.0, 0.5));
    Densities.assertLogProb(38.2972246264873, edge, 1e-20, 1 - 0x1p-20);
  }

  @Test
  void isImpossibleOutside() {
    Values at = Densities.at(Beta.trainable(1), -1e-300, 0, 1, Math.nextUp(1.0));
    assertEquals(Double.NEGATIVE_INFINITY, at.at(0));
    assertEquals(0, at.at(1), 1e-14);
    assertEquals(0, at.at(2), 1e-14);
    assertEquals(Double.NEGATIVE_INFINITY, at.at(3));
  }

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

  /** The maximum of {@code n} uniform numbers has the density {@code n·x^(n - 1)}. */
  @Test
  void hasTheOrderStatistics() {
    Densities.assertLogProb(Math.log(7 * Math.pow(0.9, 6)), Beta.orderStatistic(7, 7), 0.9);
    Densities.assertLogProb(Math.log(7 * Math.pow(0.9, 6)), Beta.orderStatistic(1, 7), 0.1);
    Densities.assertLogProb(Math.log(6 * 0.3 * 0.7), Beta.orderStatistic(2, 3), 0.3);
    Expect.rejected("place 4 of 3", () -> Beta.orderStatistic(4, 3));
    Expect.rejected("place 0 of 3", () -> Beta.orderStatistic(0, 3));
  }

  @Test
  void rejectsWhatIsNoBeta() {
    List<Double> one = List.of(1.0);
    Expect.rejected("a of entry 0 is 0.0", () -> Beta.fixed(List.of(0.0), one));
    Expect.rejected("b of entry 0 is NaN", () -> Beta.fixed(one, List.of(0 / 0.0)));
    Expect.rejected("got 2 and 1", () -> Beta.fixed(List.of(1.0, 1.0), one));
    Expect.rejected("[0]", () -> Beta.trainable(0));
  }
}
