package io.github.tfflows.bijectors.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.bijectors.cdf.ExponentialCdf;
import io.github.tfflows.bijectors.cdf.GumbelCdf;
import io.github.tfflows.bijectors.cdf.WeibullCdf;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Power;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.base.OrderStatistic;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class BasesTest {
  @AutoClose private final Workbench bench = Workbench.float64();

  private static final ScalarFlow GUMBEL = ScalarFlow.withCdf(new GumbelCdf(), 1);

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
  void rejectsWhatDoesNotFit() {
    StandardNormal base = StandardNormal.of(1);
    Expect.rejected("DECREASING", () -> new ScalarFlow(base, Power.reciprocal()));
    CircularRationalQuadratic circle = new CircularRationalQuadratic(4, Math.PI);
    Expect.rejected("NONE", () -> new ScalarFlow(base, circle));
    Expect.rejected("[0]", () -> ScalarFlow.withCdf(new GumbelCdf(), 0));
    Expect.rejected("1 tries", () -> new ResampledBase(StandardNormal.of(1), Mlp.of(), 1));
    Expect.rejected(
        "[2, 2]", () -> new ResampledBase(new StandardNormal(Shape.of(2, 2)), Mlp.of(), 9));
    Expr x = bench.input("x", Shape.of(-1, 1));
    Expect.rejected("absent", () -> LINE.logProb(bench.scope().withPresence(x), x));
  }

  /**
   * With {@code μ = 2c - 1} and {@code s = log σ} before it is squashed, as {@code Affine} does.
   */
  @Test
  void isTheGaussianOfALinearFunction() {
    Expr context = bench.input("context", Shape.of(-1, 1));
    Expr x = bench.input("x", Shape.of(-1, 1));
    Expr logProb = ConditionalNormal.linear(1).logProb(bench.scope(context), x);
    Values at =
        bench.fetch(
            logProb,
            Map.of(
                "x", Values.rows(Shape.of(1), 3, 3),
                "context", Values.rows(Shape.of(1), 2, 1),
                "network.output.kernel", Values.of(Shape.of(1, 2), 0.5, 2),
                "network.output.bias", Values.of(Shape.of(2), 0, -1)));
    double first = 1 / (1 + 1 / Math.log(1000));
    assertEquals(-first - 0.5 * Math.log(2 * Math.PI), at.at(0), 1e-14);
    double second = 0.5 / (1 + 0.5 / Math.log(1000));
    double z = 2 * Math.exp(-second);
    assertEquals(-0.5 * z * z - second - 0.5 * Math.log(2 * Math.PI), at.at(1), 1e-14);
  }

  @Test
  void startsAsTheStandardNormalForEveryContext() {
    ConditionalNormal normal = new ConditionalNormal(2, Mlp.of(8));
    try (CompiledDistribution model =
        CompiledDistribution.compile(normal, 3, 0, Execution.defaults())) {
      float[] logProb = model.given(new float[] {1, -7, 3}).logProb(new float[][] {{1, 2}});
      assertEquals(-2.5 - Math.log(2 * Math.PI), logProb[0], 1e-6);
    }
  }

  @Test
  void rejectsAMissingContext() {
    try (Workbench wide = Workbench.float64()) {
      Expr x = wide.input("x", Shape.of(-1, 2));
      Expect.rejected(
          "needs a context", () -> ConditionalNormal.linear(2).logProb(wide.scope(), x));
    }
    Expect.rejected("[0]", () -> ConditionalNormal.linear(0));
  }

  private static final ResampledBase LINE = new ResampledBase(StandardNormal.of(1), Mlp.of(), 4);

  private static Map<String, Values> feeds(double acceptance, double kernel, double bias) {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("acceptance", Values.of(Shape.scalar(), acceptance));
    feeds.put("network.output.kernel", Values.of(Shape.of(1, 1), kernel));
    feeds.put("network.output.bias", Values.of(Shape.of(1), bias));
    return feeds;
  }

  @Test
  void isTheDensityOfThePaper() {
    Expr logProb = LINE.logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
    Map<String, Values> feeds = feeds(0.3, 2, -1);
    feeds.put("x", Values.rows(Shape.of(1), 0.8));
    double accepted = 1 / (1 + Math.exp(-(2 * 0.8 - 1)));
    double forced = Math.pow(0.7, 3);
    double ratio = (1 - forced) * accepted / 0.3 + forced;
    double normal = -0.32 - 0.5 * Math.log(2 * Math.PI);
    assertEquals(normal + Math.log(ratio), bench.fetch(logProb, feeds).at(0), 1e-14);
  }

  @Test
  void startsAsItsProposal() {
    try (CompiledDistribution model =
        CompiledDistribution.compile(new ResampledBase(StandardNormal.of(2), Mlp.of(8), 100), 0)) {
      float[] logProb = model.logProb(new float[][] {{1, 2}});
      assertEquals(-2.5 - Math.log(2 * Math.PI), logProb[0], 1e-6);
      assertEquals(50, model.sample(50, 1).length);
    }
  }

  /** Of a constant network, {@code Z} is the sigmoid of the bias. */
  @Test
  void aTrainingStepMovesTheAcceptance() {
    try (Workbench training = Workbench.training()) {
      Expr logProb = LINE.logProb(training.scope(), training.input("x", Shape.of(-1, 1)));
      Map<String, Values> feeds = feeds(0.5, 0, 1.5);
      feeds.put("x", Values.rows(Shape.of(1), 0.8, -0.3));
      double rate = 1 / (1 + Math.exp(-1.5));
      double next = 0.5 + 0.05 * (rate - 0.5);
      Values updated = training.fetchAll(List.copyOf(training.updates().values()), feeds).get(0);
      assertEquals(next, updated.at(0), 1e-14);
      assertEquals(List.of("acceptance"), List.copyOf(training.updates().keySet()));

      // A constant network changes no density once Z has followed it: its gradient then vanishes.
      feeds.put("acceptance", Values.of(Shape.scalar(), rate));
      Expr slope = training.gradient(logProb, training.parameter("network.output.bias"));
      assertEquals(0, training.fetch(slope, feeds).at(0), 1e-12);
    }
  }

  @Test
  void everyStepDrawsOtherPoints() {
    try (Workbench training = Workbench.training()) {
      Expr unused = LINE.logProb(training.scope(), training.input("x", Shape.of(-1, 1)));
      Expr next = training.scope().expr(training.updates().values().iterator().next());
      double first = training.fetch(next, feeds(0.5, 2, 0)).at(0) - 0.95 * 0.5;
      double second = training.fetch(next, feeds(0.50001, 2, 0)).at(0) - 0.95 * 0.50001;
      assertEquals(0.025, first, 2e-3);
      assertNotEquals(first, second, 1e-7);
    }
  }
}
