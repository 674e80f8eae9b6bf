package io.github.tfflows.bijectors.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.cdf.ExponentialCdf;
import io.github.tfflows.bijectors.cdf.GumbelCdf;
import io.github.tfflows.bijectors.cdf.WeibullCdf;
import io.github.tfflows.bijectors.scalar.Power;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Cumulative;
import io.github.tfflows.core.base.OrderStatistic;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ScalarFlowTest {
  private static final ScalarFlow GUMBEL = ScalarFlow.withCdf(new GumbelCdf(), 1);

  @Test
  void isATransformedDistribution() {
    RationalQuadratic spline = new RationalQuadratic(4, 3);
    ScalarFlow flow = new ScalarFlow(StandardNormal.of(2), spline);
    TransformedDistribution other = new TransformedDistribution(flow.base(), spline);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr one = flow.logProb(bench.scope(), x);
      Expr two = other.logProb(bench.scope(), x);
      assertEquals(List.of("bijector.theta"), bench.parameterNames());
      Map<String, Values> feeds = theta(bench);
      feeds.put("x", Values.rows(Shape.of(2), 0.3, -1.2, 2.9, 4));
      assertTrue(bench.fetch(one, feeds).distance(bench.fetch(two, feeds)) <= 1e-15);
    }
  }

  private static Map<String, Values> theta(Workbench bench) {
    Map<String, Values> feeds = bench.initialValues();
    SplittableRandom random = new SplittableRandom(3);
    feeds.replaceAll((name, start) -> Values.gaussian(start.shape(), 1, random));
    return feeds;
  }

  /** The distribution function is the integral of the density, by midpoints. */
  @Test
  void hasTheDistributionFunctionOfAFlow() {
    ScalarFlow flow = new ScalarFlow(StandardNormal.of(1), new RationalQuadratic(4, 3));
    int cells = 200_000;
    double[] x = new double[cells + 1];
    for (int i = 0; i < cells; i++) {
      x[i] = -10 + (i + 0.5) * 10.7 / cells;
    }
    x[cells] = 0.7;
    try (Workbench bench = Workbench.float64()) {
      Cumulative.Tails tails = flow.tails(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      Map<String, Values> feeds = theta(bench);
      feeds.put("x", Values.rows(Shape.of(1), x));
      double[] density = bench.fetch(tails.logDensity(), feeds).map(Math::exp).entries();
      double below = Arrays.stream(density, 0, cells).sum() * 10.7 / cells;
      assertEquals(Math.log(below), bench.fetch(tails.logBelow(), feeds).at(cells), 1e-6);
      assertEquals(Math.log1p(-below), bench.fetch(tails.logAbove(), feeds).at(cells), 1e-6);
    }
  }

  @Test
  void quantilesInvertTheDistributionFunction() {
    ScalarFlow flow = new ScalarFlow(StandardNormal.of(1), new RationalQuadratic(4, 3));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Cumulative.Tails tails = flow.tails(bench.scope(), x);
      Expr back = flow.quantile(bench.scope(), tails.logBelow(), tails.logAbove());
      Map<String, Values> feeds = theta(bench);
      Values points = Values.rows(Shape.of(1), -30, -5, -1, 0.2, 2, 8, 30);
      feeds.put("x", points);
      assertTrue(bench.fetch(back, feeds).distance(points) <= 1e-9);
    }
  }

  /** The maximum of {@code n} Gumbel numbers is one, moved by {@code log n}. */
  @Test
  void hasTheOrderStatisticsOfADistributionFunction() {
    double z = 1.3 - Math.log(7);
    Densities.assertLogProb(-z - Math.exp(-z), OrderStatistic.maximum(7, GUMBEL), 1.3);
    Densities.assertLogProb(-0.6230301479080823, new OrderStatistic(3, 7, GUMBEL), 0.4);
    double[] draws = Densities.draws(OrderStatistic.maximum(7, GUMBEL), 20_000, 1, 2).entries();
    double mean = Arrays.stream(draws).average().orElseThrow();
    assertEquals(Math.log(7) + 0.5772156649015329, mean, 0.04);
    // The minimum of n exponential numbers has n times their rate.
    ScalarFlow exponential = ScalarFlow.withCdf(new ExponentialCdf(), 1);
    Densities.assertLogProb(Math.log(4) - 4 * 0.6, OrderStatistic.minimum(4, exponential), 0.6);
  }

  /** By QuantizedDistribution of TensorFlow Probability 0.25.0, moved by half a unit. */
  @Test
  void canBeQuantized() {
    Densities.assertLogProb(-1.3673882096096515, Quantized.of(GUMBEL), 1);
    Densities.assertLogProb(-8.958814304797196, Quantized.of(GUMBEL), 9);
    Quantized lifetimes =
        new Quantized(ScalarFlow.withCdf(new WeibullCdf(), 1), 0, Double.POSITIVE_INFINITY);
    Densities.assertLogProb(Math.log(-Math.expm1(-0.5)), lifetimes, 0);
    Densities.assertLogProb(-2.5 + Math.log(-Math.expm1(-1)), lifetimes, 3);
    double[] masses = Densities.at(lifetimes, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).entries();
    double total = Arrays.stream(masses).map(Math::exp).sum();
    assertEquals(1, total, 1e-4);
  }

  /** A decreasing map would exchange the tails. */
  @Test
  void rejectsMapsThatDoNotIncrease() {
    StandardNormal base = StandardNormal.of(1);
    Expect.rejected("DECREASING", () -> new ScalarFlow(base, Power.reciprocal()));
    CircularRationalQuadratic circle = new CircularRationalQuadratic(4, Math.PI);
    Expect.rejected("NONE", () -> new ScalarFlow(base, circle));
  }

  @Test
  void rejectsWhatHasNoEntries() {
    Expect.rejected("[0]", () -> ScalarFlow.withCdf(new GumbelCdf(), 0));
  }
}
