package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.DeepSet;
import io.github.tfflows.bijectors.network.SetTransformer;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Flows of sets of elements: couplings with networks that read sets. */
class ExchangeableFlowTest {
  private static final int ELEMENTS = 4;
  private static final Shape EVENT = Shape.of(ELEMENTS, 2);

  static Stream<Conditioner> networks() {
    return Stream.of(DeepSet.of(8, 8), new SetTransformer(8, 2, 1));
  }

  private static TransformedDistribution flow(Conditioner network) {
    return new TransformedDistribution(
        new StandardNormal(EVENT),
        Chain.of(
            new Coupling(new RationalQuadratic(4, 3), network),
            Permutation.reverse(2),
            new Coupling(new Affine(), network)));
  }

  private static Map<String, Values> moved(Workbench bench) {
    SplittableRandom random = new SplittableRandom(4);
    return bench.gaussianParameters(0.5, random);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theDensityDoesNotDependOnTheOrder(Conditioner network) {
    try (Workbench bench = Workbench.float64()) {
      Expr logProb = flow(network).logProb(bench.scope(), bench.input("x", EVENT.prepend(-1)));
      Map<String, Values> feeds = moved(bench);
      Values x = Values.gaussian(EVENT.prepend(20), 1, new SplittableRandom(1));
      feeds.put("x", x);
      Values density = bench.fetch(logProb, feeds);
      feeds.put("x", x.reordered(3, 1, 0, 2));
      assertTrue(bench.fetch(logProb, feeds).distance(density) <= 1e-12);
      feeds.put("x", x.with(0, x.at(2)).with(2, x.at(0))); // features of different elements
      assertTrue(bench.fetch(logProb, feeds).distance(density) > 1e-3);
    }
  }

  /** Draws of a base in another order are the draws in that order. */
  @ParameterizedTest
  @MethodSource("networks")
  void drawsAreExchangeable(Conditioner network) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = flow(network).forward(bench.scope(), bench.input("z", EVENT.prepend(-1))).value();
      Map<String, Values> feeds = moved(bench);
      Values z = Values.gaussian(EVENT.prepend(20), 1, new SplittableRandom(1));
      feeds.put("z", z);
      Values drawn = bench.fetch(x, feeds);
      feeds.put("z", z.reordered(1, 2, 3, 0));
      assertTrue(bench.fetch(x, feeds).distance(drawn.reordered(1, 2, 3, 0)) <= 1e-12);
    }
  }

  /** The last two of four elements are absent: the density is that of a set of two. */
  @ParameterizedTest
  @MethodSource("networks")
  void absentElementsDoNotCount(Conditioner network) {
    TransformedDistribution two =
        new TransformedDistribution(new StandardNormal(Shape.of(2, 2)), flow(network).bijector());
    try (Workbench bench = Workbench.float64()) {
      GraphScope masked = bench.scope().withPresence(bench.input("mask", EVENT.prepend(-1)));
      Expr ofFour = flow(network).logProb(masked, bench.input("four", EVENT.prepend(-1)));
      Expr ofTwo = two.logProb(bench.scope(), bench.input("two", Shape.of(-1, 2, 2)));
      Map<String, Values> feeds = moved(bench);
      Values x = Values.gaussian(EVENT.prepend(20), 1, new SplittableRandom(1));
      feeds.put("four", x);
      feeds.put("mask", x.mapRows(row -> new double[] {1, 1, 1, 1, 0, 0, 0, 0}));
      double[] first =
          IntStream.range(0, x.size()).filter(i -> i % 8 < 4).mapToDouble(x::at).toArray();
      feeds.put("two", Values.of(Shape.of(20, 2, 2), first));
      assertTrue(bench.fetch(ofFour, feeds).distance(bench.fetch(ofTwo, feeds)) <= 1e-12);
    }
  }
}
