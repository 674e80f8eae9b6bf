package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.Laplace;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Surjections: signs, orders, and integers made continuous. */
class SurjectionsTest {
  /** By scipy.stats.foldnorm 1.17.1. */
  @Test
  void anAbsoluteValueIsTheFoldedNormalDistribution() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(1.0), List.of(0.5));
    Distribution folded = new Surjected(normal, AbsoluteValue.of(0));
    Densities.assertLogProb(-1.1189552004907775, folded, 0.3);
    Densities.assertLogProb(-4.725791350583574, folded, 2.5);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(folded, -0.1).at(0));
  }

  @Test
  void otherEntriesKeepTheirSigns() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(0.5, -1.0), List.of(1.0, 2.0));
    Distribution folded = new Surjected(normal, AbsoluteValue.of(1));
    Values at = Densities.at(normal, -0.7, 0.4, -0.7, -0.4);
    double both = Math.log(Math.exp(at.at(0)) + Math.exp(at.at(1)));
    Densities.assertLogProb(both, folded, -0.7, 0.4);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(folded, -0.7, -0.4).at(0));
    Values z = Densities.draws(new Surjected(normal, AbsoluteValue.of(0, 1)), 200, 3, 4);
    Values x = Densities.draws(folded, 200, 3, 4);
    assertEquals(0, z.distance(x.map(Math::abs)));
    assertEquals(0, IntStream.range(0, 200).filter(i -> x.at(2 * i + 1) < 0).count());
    double negative = IntStream.range(0, 200).filter(i -> x.at(2 * i) < 0).count();
    assertEquals(60, negative, 25);
  }

  @Test
  void foldsOfEvenDensitiesAreExact() {
    StandardNormal even = StandardNormal.of(3);
    double[] at = {0.3, 0, 2};
    double exact = Densities.at(even, at).at(0) + 3 * Math.log(2);
    Densities.assertLogProb(exact, new Surjected(even, new Folded(1)), at);
    Densities.assertLogProb(exact, new Surjected(even, new Folded(4)), at);
    Values outside = Densities.at(new Surjected(even, new Folded(2)), 0.3, -1e-3, 2);
    assertEquals(Double.NEGATIVE_INFINITY, outside.at(0));
  }

  @Test
  void foldsGuessEverySign() {
    DiagonalNormal base = DiagonalNormal.fixed(List.of(0.5, -1.0), List.of(1.0, 2.0));
    double exact = Densities.at(new Surjected(base, AbsoluteValue.of(0, 1)), 0.8, 1.5).at(0);
    Bounds.expect(exact, draws -> new Surjected(base, new Folded(draws)), 0.1, 0.8, 1.5);
  }

  /** With equal chances, the exponential distribution becomes that of Laplace. */
  @Test
  void signsStartSymmetric() {
    double expected = Densities.at(Laplace.trainable(2), -0.4, 1.7).at(0);
    Densities.assertLogProb(
        expected, new Surjected(Exponential.trainable(2), new Signed(Mlp.of())), -0.4, 1.7);
  }

  private static final DiagonalNormal TWO =
      DiagonalNormal.fixed(List.of(0.5, -1.0), List.of(1.0, 2.0));
  private static final Distribution SORTED = new Surjected(TWO, new OrderStatistics(2));

  /** Of other entries, each of the {@code d!} orders has a density of its own. */
  @Test
  void orderStatisticsSumOverEachOrderOnce() {
    DiagonalNormal three = DiagonalNormal.fixed(List.of(0.5, -1.0, 2.0), List.of(1.0, 2.0, 0.7));
    double[] x = {-0.7, 0.4, 1.1};
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    double sum =
        Arrays.stream(orders)
            .map(order -> Arrays.stream(order).mapToDouble(place -> x[place]).toArray())
            .mapToDouble(z -> Math.exp(Densities.at(three, z).at(0)))
            .sum();
    Densities.assertLogProb(Math.log(sum), new Surjected(three, new OrderStatistics(3)), x);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(SORTED, 0.4, -0.7).at(0));
  }

  /** The minimum exceeds zero where both entries do. */
  @Test
  void drawsOfOrderStatisticsAreSorted() {
    Values draws = Densities.draws(SORTED, 20_000, 3, 5);
    int positive = 0;
    for (int i = 0; i < draws.rowCount(); i++) {
      assertTrue(draws.row(i)[0] <= draws.row(i)[1]);
      positive += draws.row(i)[0] > 0 ? 1 : 0;
    }
    double chance = 0.6914624612740131 * 0.3085375387259869; // Φ(0.5)·Φ(-0.5), by scipy
    assertEquals(chance, positive / 2e4, 5 * Math.sqrt(chance * (1 - chance) / 2e4));
    Values base = Densities.draws(new Surjected(TWO, AllEntries.SAME), 20_000, 3, 5);
    assertEquals(Arrays.stream(base.entries()).sum(), Arrays.stream(draws.entries()).sum(), 1e-8);
  }

  @Test
  void orderStatisticsStayFiniteInFloat32() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr log = SORTED.logProb(bench.scope(), x);
      Expr slope = bench.gradient(log, x);
      Values at = Values.rows(Shape.of(2), 0, 0, -1e4, 1e4, 1, 1, -1e4, -1e4);
      for (Values found : bench.fetchAll(List.of(log, slope), Map.of("x", at))) {
        assertTrue(found.allFinite(), found::toString);
      }
    }
  }

  @Test
  void sortsOfExchangeableEntriesAreExact() {
    double[] x = IntStream.range(0, 20).mapToDouble(i -> (i - 9.3) / 6).toArray();
    StandardNormal base = StandardNormal.of(20);
    double logCount = IntStream.rangeClosed(1, 20).mapToDouble(Math::log).sum();
    double exact = Densities.at(base, x).at(0) + logCount;
    Densities.assertLogProb(exact, new Surjected(base, new Sorted(1)), x);
    Densities.assertLogProb(exact, new Surjected(base, new Sorted(3)), x);
    x[3] = 7;
    assertEquals(
        Double.NEGATIVE_INFINITY, Densities.at(new Surjected(base, new Sorted(1)), x).at(0));
  }

  @Test
  void sortsGuessEveryOrder() {
    DiagonalNormal base = DiagonalNormal.fixed(List.of(0.5, -1.0, 0.0), List.of(1.0, 2.0, 0.7));
    double[] x = {-1, 0.1, 0.8};
    double exact = Densities.at(new Surjected(base, new OrderStatistics(3)), x).at(0);
    Bounds.expect(exact, draws -> new Surjected(base, new Sorted(draws)), 0.1, x);
  }

  @Test
  void drawsAreSorted() {
    Values draws = Densities.draws(new Surjected(StandardNormal.of(40), new Sorted(1)), 50, 1, 2);
    Values sorted =
        draws.mapRows(
            row -> {
              double[] copy = row.clone();
              Arrays.sort(copy);
              return copy;
            });
    assertEquals(draws, sorted);
    assertEquals(2_000, Arrays.stream(draws.entries()).distinct().count());
  }

  private static Distribution ordered(int d) {
    return new TransformedDistribution(DiagonalNormal.trainable(d), new Ordered());
  }

  @Test
  void theOrderOfEntriesDoesNotMatter() {
    double sorted = Densities.at(ordered(3), -1, 0.5, 2).at(0);
    for (double[] x : new double[][] {{-1, 0.5, 2}, {2, -1, 0.5}, {0.5, 2, -1}, {2, 0.5, -1}}) {
      Densities.assertLogProb(sorted - Math.log(6), new Surjected(ordered(3), new Shuffled()), x);
    }
  }

  @Test
  void shufflesDrawEveryOrderAsOften() {
    Values draws = Densities.draws(new Surjected(ordered(3), new Shuffled()), 12_000, 5, 6);
    int[] counts = new int[27];
    for (int i = 0; i < draws.rowCount(); i++) {
      double[] x = draws.row(i);
      counts[9 * rank(x, 0) + 3 * rank(x, 1) + rank(x, 2)]++;
    }
    for (int order : new int[] {5, 7, 11, 15, 19, 21}) {
      assertEquals(2_000, counts[order], 5 * Math.sqrt(12_000 * 5.0 / 36));
    }
  }

  private static int rank(double[] x, int i) {
    int below = 0;
    for (double other : x) {
      below += other < x[i] ? 1 : 0;
    }
    return below;
  }

  @Test
  void rejectsWhatDoesNotFit() {
    DiagonalNormal normal = DiagonalNormal.trainable(2);
    Expect.rejected("[]", AbsoluteValue::of);
    Expect.rejected("[0, 0]", () -> AbsoluteValue.of(0, 0));
    Expect.rejected("[-1]", () -> AbsoluteValue.of(-1));
    Expect.rejected("10 different", () -> AbsoluteValue.of(IntStream.range(0, 11).toArray()));
    Expect.rejected("entry 2", () -> new Surjected(normal, AbsoluteValue.of(2)));
    Expect.rejected("[2, 2]", () -> AbsoluteValue.of(0).forwardEventShape(Shape.of(2, 2)));
    Expect.rejected("got 0", () -> new Folded(0));
    Expect.rejected("got 7", () -> new OrderStatistics(7));
    Expect.rejected("got 0", () -> new OrderStatistics(0));
    Expect.rejected("[3]", () -> new Surjected(StandardNormal.of(3), new OrderStatistics(2)));
    Expect.rejected("got 0", () -> new Sorted(0));
    Expect.rejected("[2, 2]", () -> new Sorted(1).forwardEventShape(Shape.of(2, 2)));
    Expect.rejected("[2, 2]", () -> new Shuffled().forwardEventShape(Shape.of(2, 2)));
    Expect.rejected("got 0", () -> new Dequantization(UNIT, 0));
    Distribution two = DiagonalNormal.trainable(2);
    Expect.rejected("got [1]", () -> new Surjected(two, new Dequantization(UNIT, 1)));
  }

  private static final Distribution UNIT = Uniform.cube(1, 0, 1);
  private static final String NOISE = "surjection.noise.base.";

  /** A density that is constant between integers is the probability of the lower one. */
  @Test
  void isExactWhereTheNoiseIsThatOfTheBase() {
    Distribution base = Uniform.cube(1, 0, 8);
    Values at = Densities.at(new Surjected(base, new Dequantization(UNIT, 3)), 0, 5, 7, 8, -1);
    for (int i = 0; i < 3; i++) {
      assertEquals(-Math.log(8), at.at(i), 1e-14);
    }
    assertEquals(Double.NEGATIVE_INFINITY, at.at(3));
    assertEquals(Double.NEGATIVE_INFINITY, at.at(4));
    assertFalse(new Surjected(base, new Dequantization(UNIT, 3)).isContinuous());
    assertTrue(SORTED.isContinuous());
  }

  @Test
  void boundsTheProbability() {
    Distribution base = Logistic.fixed(List.of(0.9), List.of(0.4));
    double exact = // cells of this distribution have integers in their middle
        Densities.at(Quantized.of(Logistic.fixed(List.of(0.4), List.of(0.4))), 2).at(0);
    Bounds.expect(exact, draws -> new Surjected(base, new Dequantization(UNIT, draws)), 0.05, 2);
  }

  /**
   * Under {@code p = exp(-x)} the loss is {@code x + u + log q}, under {@code p = 1/9} it is {@code
   * log 9 + log q}, so that both together determine {@code u} and {@code log q}.
   */
  @Test
  void theLossOfLearnedNoiseIsThatOfTheFormula() {
    double[] integers = {0, 1, 2, 5};
    Map<String, Values> feeds = new HashMap<>();
    feeds.put("x", Values.rows(Shape.of(1), integers));
    feeds.put(NOISE + "network.output.kernel", Values.of(Shape.of(1, 2), 0.1, -0.5));
    feeds.put(NOISE + "network.output.bias", Values.of(Shape.of(2), -0.4, 0.3));
    feeds.put("surjection.noise.step", Values.of(Shape.scalar(), 3));
    double[] exponential = losses(Exponential.fixed(List.of(1.0)), feeds);
    double[] uniform = losses(Uniform.cube(1, 0, 9), feeds);
    for (int i = 0; i < integers.length; i++) {
      double u = exponential[i] - uniform[i] + Math.log(9) - integers[i];
      assertTrue(u > 0 && u < 1, "noise " + u);
      double a = 0.1 * integers[i] - 0.4;
      double logScale = a / (1 + Math.abs(a) / Math.log(1e3));
      double mean = -0.5 * integers[i] + 0.3;
      double z = (Math.log(u / (1 - u)) - mean) / Math.exp(logScale);
      double logNoise =
          -z * z / 2 - Math.log(2 * Math.PI) / 2 - logScale - Math.log(u) - Math.log1p(-u);
      assertEquals(Math.log(9) + logNoise, uniform[i], 1e-10);
    }
  }

  private static double[] losses(Distribution flow, Map<String, Values> feeds) {
    Distribution noise = new TransformedDistribution(ConditionalNormal.linear(1), Sigmoid.unit());
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Distribution both = new Surjected(flow, new Dequantization(noise, 1));
      return bench.fetch(both.logProb(bench.scope(), x).negated(), feeds).entries();
    }
  }

  /** Four pixels and three columns of the flow's context. */
  @Test
  void theNoiseSeesImagesAndTheContext() {
    Shape image = Shape.of(2, 2, 1);
    Reshape pixels = new Reshape(Shape.of(4), image);
    Distribution flow = new TransformedDistribution(StandardNormal.of(4), pixels);
    Distribution noise =
        new TransformedDistribution(
            new ConditionalNormal(4, Mlp.of(8)), Chain.of(Sigmoid.unit(), pixels));
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", image.prepend(-1));
      Expr context = bench.input("c", Shape.of(-1, 3));
      Distribution both = new Surjected(flow, new Dequantization(noise, 1));
      assertEquals(1, both.logProb(bench.scope(context), x).rank());
      assertEquals(Shape.of(7, 8), bench.parameterShapes().get(NOISE + "network.dense_0.kernel"));
    }
  }

  /** Every preimage is one of the row's own context. */
  @Test
  void preimagesShareTheContextOfTheirRow() {
    Distribution flow = new Surjected(ConditionalNormal.linear(1), AbsoluteValue.of(0));
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("c", Shape.of(-1, 1));
      Expr log = flow.logProb(bench.scope(context), bench.input("x", Shape.of(-1, 1)));
      Map<String, Values> feeds =
          Map.of(
              "c", Values.rows(Shape.of(1), 0.5, -3),
              "x", Values.rows(Shape.of(1), 0.8, 0.1),
              "base.network.output.kernel", Values.of(Shape.of(1, 2), 0, 1),
              "base.network.output.bias", Values.zeros(Shape.of(2)));
      Values found = bench.fetch(log, feeds);
      assertEquals(folded(0.8, 0.5), found.at(0), 1e-13);
      assertEquals(folded(0.1, -3), found.at(1), 1e-13);
    }
  }

  private static double folded(double x, double mean) {
    double right = Math.exp(-(x - mean) * (x - mean) / 2);
    double left = Math.exp(-(x + mean) * (x + mean) / 2);
    return Math.log(right + left) - Math.log(2 * Math.PI) / 2;
  }

  /** Under a bijector, too, which has no training loss of its own. */
  @Test
  void trainingStepsDrawFreshNoise() {
    Distribution flow =
        new TransformedDistribution(
            new Surjected(DiagonalNormal.trainable(3), new Folded(1)), Permutation.reverse(3));
    Map<String, Values> first = feeds(0);
    Map<String, Values> second = feeds(1);
    for (boolean trains : new boolean[] {true, false}) {
      try (Workbench bench = trains ? Workbench.training() : Workbench.evaluating()) {
        Expr log = flow.logProb(bench.scope(), bench.input("x", Shape.of(-1, 3)));
        Values before = bench.fetch(log, first);
        assertNotEquals(before.at(0), before.at(1));
        assertEquals(trains, before.distance(bench.fetch(log, second)) > 0);
        assertEquals(trains ? 1 : 0, bench.updates().size());
      }
    }
  }

  private static Map<String, Values> feeds(int step) {
    return Map.of(
        "x", Values.rows(Shape.of(3), 0.3, 1, 2, 0.3, 1, 2),
        "base.base.mean", Values.of(Shape.of(3), 0.5, -1, 1),
        "base.base.log_scale", Values.zeros(Shape.of(3)),
        "base.surjection.noise.step", Values.of(Shape.scalar(), step));
  }

  @Test
  void rejectsAbsentEntriesAndEventsOfAnotherShape() {
    Distribution flow = new Surjected(StandardNormal.of(2), AbsoluteValue.of(0));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expect.rejected("absent", () -> flow.logProb(bench.scope().withPresence(x), x));
    }
    Expect.rejected("[1]", () -> new Surjected(StandardNormal.of(1), AbsoluteValue.of(1)));
  }

  @Test
  void appendedEntriesSeeTheContextToo() {
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("c", Shape.of(-1, 3));
      Expr x = bench.input("x", Shape.of(-1, 4));
      Distribution joint =
          new Surjected(StandardNormal.of(2), new Append(new ConditionalNormal(2, Mlp.of(8))));
      Expr log = joint.logProb(bench.scope(context), x);
      assertEquals(1, log.rank());
      assertEquals(
          Shape.of(5, 8), bench.parameterShapes().get("surjection.rest.network.dense_0.kernel"));
    }
  }

  @Test
  void imagesGainChannelsByAppending() {
    Append channel = new Append(new StandardNormal(Shape.of(2, 2, 1)));
    assertEquals(Shape.of(2, 2, 4), channel.forwardEventShape(Shape.of(2, 2, 3)));
    Expect.rejected("[4, 2, 3]", () -> channel.forwardEventShape(Shape.of(4, 2, 3)));
    Expect.rejected("[2]", () -> channel.forwardEventShape(Shape.of(2)));
  }
}
