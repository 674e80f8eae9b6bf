package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Distributions that consist of others. */
class MixtureTest {
  @AutoClose private final Workbench bench = Workbench.float64();

  @Test
  void mixturesAreMinusInfinityAndNotUndefinedFarOut() {
    try (CompiledDistribution model = CompiledDistribution.compile(new GaussianMixture(3, 2), 0)) {
      assertEquals(Float.NEGATIVE_INFINITY, model.logProb(new float[][] {{0x1p66f, 0}})[0]);
      assertTrue(Float.isFinite(model.logProb(new float[][] {{0x1p50f, 0}})[0]));
    }
  }

  @Test
  void drawsImagesToo() {
    Distribution image = new StandardNormal(Shape.of(2, 2, 1));
    Mixture mixture = Mixture.trainable(List.of(image, image));
    assertEquals(Shape.of(7, 2, 2, 1), Densities.draws(mixture, 7, 1, 2).shape());
  }

  @Test
  void gaussiansStartApart() {
    Mixture mixture = Mixture.ofGaussians(3, 2, 5);
    assertEquals(mixture, Mixture.ofGaussians(3, 2, 5));
    Expr unused = mixture.logProb(bench.scope(), bench.input("x", Shape.of(-1, 2)));
    Map<String, Values> start = bench.initialValues();
    double[] means =
        Arrays.stream(new int[] {0, 1, 2})
            .mapToObj(k -> Values.fed(start, "component_" + k + ".mean"))
            .flatMapToDouble(mean -> Arrays.stream(mean.entries()))
            .toArray();
    assertEquals(6, Arrays.stream(means).distinct().count());
  }

  private static final Joint MIXED =
      Joint.of(
          Exponential.fixed(List.of(2.0)),
          StandardNormal.of(2),
          Laplace.fixed(List.of(1.0), List.of(0.5)));

  @Test
  void jointDistributionsLeaveOutAbsentEntries() {
    Expr x = bench.input("x", Shape.of(-1, 4));
    GraphScope scope = bench.scope().withPresence(bench.input("mask", Shape.of(-1, 4)));
    Expr logProb = MIXED.logProb(scope, x);
    Map<String, Values> feeds =
        Map.of(
            "x", Values.rows(Shape.of(4), -9, 5, 4, 1e9),
            "mask", Values.rows(Shape.of(4), 0, 0, 1, 0));
    double expected = -8 - 0.5 * Math.log(2 * Math.PI);
    assertEquals(expected, bench.fetch(logProb, feeds).at(0), 1e-14);
  }

  /** The minimum of {@code n} exponential numbers has {@code n} times their rate. */
  @Test
  void theLeastOfExponentialNumbersIsExponential() {
    OrderStatistic first = OrderStatistic.minimum(6, Exponential.fixed(List.of(0.5)));
    Densities.assertLogProb(Math.log(3) - 3 * 20, first, 20);
    double[] draws = Densities.draws(first, 20_000, 1, 2).entries();
    assertEquals(1 / 3., Arrays.stream(draws).average().orElseThrow(), 0.01);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(first, -1).at(0));
  }

  /** A quarter of the cube is below zero. */
  @Test
  void theEndsOfThreeUniformNumbersHaveTheirFormulas() {
    Uniform cube = Uniform.cube(1, -1, 3);
    Densities.assertLogProb(Math.log(3 * 0.5625 / 4), OrderStatistic.minimum(3, cube), 0);
    Densities.assertLogProb(Math.log(3 * 0.0625 / 4), OrderStatistic.maximum(3, cube), 0);
  }

  /** The median of the maximum solves {@code F(x)ⁿ = ½}; by scipy's quantile, in float32. */
  @Test
  void drawsTheMaximumOfAMillion() {
    int n = 20_000;
    OrderStatistic largest = OrderStatistic.maximum(1_000_000, StandardNormal.of(1));
    try (Workbench narrow = Workbench.float32()) {
      Sample sample = largest.sample(narrow.scope(), narrow.noise(n, 3, 4));
      List<Values> run = narrow.fetchAll(List.of(sample.value(), sample.logProb()), Map.of());
      assertTrue(run.get(1).allFinite());
      double median = 4.826965122543787;
      double below = Arrays.stream(run.get(0).entries()).filter(x -> x < median).count();
      assertEquals(n / 2., below, 4 * Math.sqrt(n / 4.));
      assertTrue(Arrays.stream(run.get(0).entries()).distinct().count() > n / 2);
    }
  }

  @Test
  void orderStatisticsHaveTheShapeOfTheirBase() {
    OrderStatistic image = OrderStatistic.maximum(3, new StandardNormal(Shape.of(2, 3, 1)));
    assertEquals(Shape.of(2, 3, 1), image.eventShape());
    assertEquals(Shape.of(5, 2, 3, 1), Densities.draws(image, 5, 1, 1).shape());
  }

  @Test
  void eachClassHasItsGaussian() {
    ClassConditionalNormal normal = new ClassConditionalNormal(2, Shape.of(2));
    Expr context = bench.input("context", Shape.of(-1, 2));
    Expr x = bench.input("x", Shape.of(-1, 2));
    Expr logProb = normal.logProb(bench.scope(context), x);
    Values at =
        bench.fetch(
            logProb,
            Map.of(
                "x", Values.rows(Shape.of(2), 1, 2, 1, 2),
                "context", Values.rows(Shape.of(2), 1, 0, 0, 1),
                "means", Values.rows(Shape.of(2), 1, 2, 0, 0),
                "log_scales", Values.rows(Shape.of(2), 0.5, 0.25, -0.5, 0)));
    assertEquals(-0.75 - Math.log(2 * Math.PI), at.at(0), 1e-14);
    double far = -0.5 * Math.E - 2 + 0.5;
    assertEquals(far - Math.log(2 * Math.PI), at.at(1), 1e-14);
  }

  /** The four places of an image share the mean of their channel. */
  @Test
  void imagesHaveNumbersForEachChannel() {
    ClassConditionalNormal normal = new ClassConditionalNormal(1, Shape.of(2, 2, 3));
    Expr context = bench.input("context", Shape.of(-1, 1));
    Expr x = bench.input("x", Shape.of(-1, 2, 2, 3));
    Expr logProb = normal.logProb(bench.scope(context), x);
    Expr drawn = normal.sample(bench.scope(context), bench.noise(2, 1, 2)).value();
    Map<String, Values> feeds =
        Map.of(
            "x", Values.ones(Shape.of(2, 2, 2, 3)),
            "context", Values.ones(Shape.of(2, 1)),
            "means", Values.rows(Shape.of(3), 1, 1, 3),
            "log_scales", Values.zeros(Shape.of(1, 3)));
    double expected = -0.5 * 4 * 4 - 6 * Math.log(2 * Math.PI);
    assertEquals(expected, bench.fetch(logProb, feeds).at(1), 1e-13);
    assertEquals(Shape.of(2, 2, 2, 3), bench.fetch(drawn, feeds).shape());
  }

  @Test
  void rejectsOtherContexts() {
    ClassConditionalNormal normal = new ClassConditionalNormal(2, Shape.of(2));
    try (Workbench wide = Workbench.float64()) {
      Expr x = wide.input("x", Shape.of(-1, 2));
      Expect.rejected("context of 2 columns", () -> normal.logProb(wide.scope(), x));
      Expr three = wide.input("context", Shape.of(-1, 3));
      Expect.rejected("context of 2 columns", () -> normal.logProb(wide.scope(three), x));
    }
    Expect.rejected("got 0", () -> new ClassConditionalNormal(0, Shape.of(2)));
    Expect.rejected("[0]", () -> new ClassConditionalNormal(2, Shape.of(0)));
  }
}
