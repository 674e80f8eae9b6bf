package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.StudentTails;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.MaskedDensity;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** The only present entry of three, as a distribution of its own. */
class AloneTest {
  private static final int D = 3;
  private static final Permutation TURN = new Permutation(List.of(1, 2, 0));
  private static final RationalQuadratic SPLINE = new RationalQuadratic(4, 3);

  private static TransformedDistribution flow(Bijector... links) {
    return new TransformedDistribution(StandardNormal.of(D), Chain.of(links));
  }

  private static Bijector autoregressive(int units) {
    return new MaskedAutoregressive(new Affine(), Made.of(units).within(2));
  }

  private static Blockwise.Part one(Bijector map) {
    return new Blockwise.Part(1, map);
  }

  static Stream<TransformedDistribution> flows() {
    ResidualNet gated = ResidualNet.of(8, 2).withContextGates();
    return Stream.of(
        Flows.permutedSplines(D, 3, SPLINE, new ResidualMade(gated)),
        flow(autoregressive(8), TURN, autoregressive(1), new StudentTails(1, 4)),
        flow(autoregressive(8).inverted(), TURN, new MaskedAutoregressive(SPLINE, Made.of(4, 4))),
        flow(
            autoregressive(8),
            TURN,
            Blockwise.of(
                one(new Affine()),
                one(Chain.of(new Affine(), new Exp())),
                one(Permutation.reverse(1)))));
  }

  static Stream<TransformedDistribution> turnedBack() {
    return Stream.of(flow(autoregressive(8), TURN.inverted(), autoregressive(8)));
  }

  private static GraphScope with(GraphScope scope, int place) {
    double[] mask = new double[D];
    mask[place] = 1;
    return scope.withLonePresence(
        context -> context.slice(1, 0, 1).zeros().plus(scope.constant(Shape.of(1, D), mask)));
  }

  private static Values masks(int place) {
    double[] mask = new double[D];
    mask[place] = 1;
    return MaskedDensity.MASKS.mapRows(row -> mask);
  }

  private static Values column(Values points, int place) {
    double[] entries =
        IntStream.range(0, points.rowCount()).mapToDouble(i -> points.row(i)[place]).toArray();
    return Values.of(Shape.of(points.rowCount(), 1), entries);
  }

  @ParameterizedTest
  @MethodSource({"flows", "turnedBack"})
  void theDensityIsThatOfTheLoneEntry(TransformedDistribution flow) {
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      List<String> names = lab.bench().parameterNames();
      Expr y = lab.bench().input("y", Shape.of(-1, 1));
      for (int place = 0; place < D; place++) {
        Expr found = flow.alone(place).orElseThrow().logProb(lab.unmasked(), y);
        Values points = MaskedDensity.points(place).map(x -> Math.abs(x) + 0.1);
        Map<String, Values> feeds = lab.feeds(points, masks(place));
        feeds.put("y", column(points, place));
        Values expected = lab.bench().fetch(lab.logProb(), feeds);
        assertTrue(lab.bench().fetch(found, feeds).distance(expected) <= 1e-12);
      }
      assertEquals(names, lab.bench().parameterNames(), "no others");
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void theQuantilesAreThoseOfTheLoneEntry(TransformedDistribution flow) {
    for (int place = 0; place < D; place++) {
      try (MaskedDensity lab = new MaskedDensity(flow)) {
        assertHasQuantiles(lab, flow, place);
      }
    }
  }

  private static void assertHasQuantiles(
      MaskedDensity lab, TransformedDistribution flow, int place) {
    Expr p = lab.bench().input("y", Shape.of(-1, 1));
    Marginals.Function whole = flow.marginalsOfLoneEntry().orElseThrow().quantile();
    Marginals alone = flow.alone(place).orElseThrow().marginals().orElseThrow();
    Expr found = alone.quantile().at(lab.unmasked(), p);
    Expr expected = whole.at(with(lab.unmasked(), place), p);
    Map<String, Values> feeds = lab.feeds(MaskedDensity.points(1), masks(place));
    feeds.put("y", Values.rows(Shape.of(1), 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999));
    Values quantiles = lab.bench().fetch(expected, feeds);
    Values values = lab.bench().fetch(found, feeds);
    assertTrue(values.distance(quantiles) <= 1e-10, () -> values + " is not " + quantiles);
  }

  /** Each member has it. */
  @Test
  void anEnsembleHasIt() {
    TransformedDistribution flow = flow(autoregressive(8));
    Distribution alone = flow.alone(1).orElseThrow();
    assertEquals(
        Optional.of(new Ensemble(List.of(alone, alone))),
        new Ensemble(List.of(flow, flow)).alone(1));
  }

  @Test
  void otherFlowsHaveNone() {
    assertEquals(Optional.empty(), flow(new Affine()).alone(1), "a parameter for each entry");
    Bijector coupling = new Coupling(new Affine(), Mlp.of(8));
    assertEquals(Optional.empty(), flow(autoregressive(8), coupling).alone(1));
    Distribution mixture = new GaussianMixture(2, D);
    assertEquals(Optional.empty(), new TransformedDistribution(mixture, TURN).alone(1));
    Ensemble both = new Ensemble(List.of(flow(TURN), flow(coupling)));
    assertEquals(Optional.empty(), both.alone(1));
    Blockwise pair = Blockwise.of(new Blockwise.Part(2, coupling), one(new Exp()));
    assertEquals(Optional.empty(), flow(pair).alone(1));
    assertTrue(flow(pair).alone(2).isPresent());
  }
}
