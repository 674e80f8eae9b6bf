package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.cdf.NormalCdf;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.LeakyRelu;
import io.github.tfflows.bijectors.scalar.Power;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MaskedDensity;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Densities of events of three entries, some of which are absent. */
class AbsentEntriesTest {
  private static final int D = 3;

  private static final Values MASKS = MaskedDensity.MASKS;

  /**
   * A flow of maps that let entries be absent.
   *
   * @param bound of a box that holds nearly all of the mass, in each entry
   */
  private record Case(String name, TransformedDistribution flow, double bound) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case flow(String name, Distribution base, double bound, Bijector... links) {
    return new Case(name, new TransformedDistribution(base, Chain.of(links)), bound);
  }

  private static Stream<Case> flows() {
    Permutation turn = new Permutation(List.of(1, 2, 0));
    return Stream.of(
        flow(
            "couplings on a Gaussian",
            StandardNormal.of(D),
            12,
            new Coupling(new RationalQuadratic(4, 3), Mlp.of(8)),
            turn,
            new Coupling(new Affine(), ResidualNet.of(8, 1))),
        flow(
            "autoregressive maps on a trained Gaussian",
            DiagonalNormal.trainable(D),
            12,
            new MaskedAutoregressive(new Affine(), Made.of(8)),
            turn,
            new MaskedAutoregressive(new RationalQuadratic(4, 3), ResidualMade.of(8, 1))
                .inverted()),
        flow(
            "blocks on a mixture",
            new GaussianMixture(2, D),
            12,
            Blockwise.of(
                new Blockwise.Part(2, new Coupling(new Additive(), Mlp.of(8))),
                new Blockwise.Part(1, new LeakyRelu())),
            new Standardize(List.of(0.5, -1.0, 0.0), List.of(0.5, 1.5, 1.0))),
        flow(
            "a spline on a box",
            Uniform.cube(D, -2, 2),
            2,
            new MaskedAutoregressive(new RationalQuadratic(4, 2), Made.of(8))),
        flow(
            "normalizations of an image",
            StandardNormal.of(D),
            12,
            new Reshape(Shape.of(D), Shape.of(1, 1, D)),
            new ActNorm(),
            new Coupling(new Affine(), Mlp.of(8)),
            BatchNorm.defaults(),
            new Reshape(Shape.of(1, 1, D), Shape.of(D))));
  }

  /** Other numbers at the absent entries. */
  private static Values changed(Values points, double by) {
    return points.plus(by, MASKS.map(at -> 1 - at));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void valuesOfAbsentEntriesDoNotMatter(Case tried) {
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      Values expected = lab.logProb(MaskedDensity.points(1), MASKS);
      assertTrue(expected.allFinite(), expected::toString);
      for (double by : new double[] {0.1, -7, 1e4, 1e30}) {
        Values found = lab.logProb(changed(MaskedDensity.points(1), by), MASKS);
        assertEquals(0, found.distance(expected), () -> found + " is not " + expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void allPresentIsTheSameAsNoMask(Case tried) {
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      Values all = Values.ones(MASKS.shape());
      Expr plain = tried.flow().logProb(lab.unmasked(), lab.x());
      Map<String, Values> feeds = lab.feeds(MaskedDensity.points(2), all);
      assertTrue(
          lab.bench().fetch(plain, feeds).distance(lab.logProb(MaskedDensity.points(2), all))
              <= 1e-13);
      Values none = lab.logProb(MaskedDensity.points(2), all.map(at -> 0));
      assertEquals(0, none.largestMagnitude(), "the density of no entry is one");
    }
  }

  /** By midpoints of a grid over the present entries; the absent ones hold anything. */
  @ParameterizedTest
  @MethodSource("flows")
  void integratesToOneOverThePresentEntries(Case tried) {
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      for (double[] mask : new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 1}}) {
        int present = (int) Arrays.stream(mask).sum();
        int cells = present == 1 ? 4000 : 400;
        Values grid = grid(mask, cells, tried.bound());
        Values masks = Values.of(Shape.of(1, D), mask).repeatRows(grid.rowCount());
        double volume = Math.pow(2 * tried.bound() / cells, present);
        double total =
            Arrays.stream(lab.logProb(grid, masks).entries()).map(Math::exp).sum() * volume;
        // Splines have kinks, at which midpoints converge slowly.
        assertEquals(
            1, total, present == 1 ? 1e-4 : 1e-3, () -> tried + " with " + Arrays.toString(mask));
      }
    }
  }

  private static Values grid(double[] mask, int cells, double bound) {
    int present = (int) Arrays.stream(mask).sum();
    int count = present == 1 ? cells : cells * cells;
    double[] points = new double[count * D];
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int j = 0; j < D; j++) {
        points[i * D + j] = mask[j] == 0 ? 77 : -bound + (rest % cells + 0.5) * 2 * bound / cells;
        rest = mask[j] == 0 ? rest : rest / cells;
      }
    }
    return Values.rows(Shape.of(D), points);
  }

  @ParameterizedTest
  @MethodSource("flows")
  void mapsAreInvertedAndLeaveAbsentEntriesAsTheyAre(Case tried) {
    Bijector map = tried.flow().bijector();
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      Expr moved = map.inversePresence(lab.scope().presence().orElseThrow());
      GraphScope atBase = lab.scope().withPresence(moved);
      Mapped z = tried.flow().inverse(lab.scope(), lab.x());
      Mapped back = tried.flow().forward(atBase, z.value());
      Map<String, Values> feeds = lab.feeds(MaskedDensity.points(3), MASKS);
      Values x = lab.bench().fetch(back.value(), feeds);
      assertTrue(
          x.distance(MaskedDensity.points(3)) <= 1e-12,
          () -> x + " is not " + MaskedDensity.points(3));
      Values logs = lab.bench().fetch(back.logDet().plus(z.logDet()), feeds);
      assertTrue(logs.largestMagnitude() <= 1e-12, logs::toString);

      // Far away only the absent entries; where they come out, they have moved by as much.
      Values before = lab.bench().fetch(z.value(), feeds);
      Values after =
          lab.bench().fetch(z.value(), lab.feeds(changed(MaskedDensity.points(3), 100), MASKS));
      Values absent = lab.bench().fetch(moved, feeds).map(at -> 100 * (1 - at));
      assertTrue(after.distance(before.plus(1, absent)) <= 1e-12);
      Expr again = map.forwardPresence(moved);
      assertEquals(0, lab.bench().fetch(again, feeds).distance(MASKS));
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void drawsComeWithTheDensityOfTheirPresentEntries(Case tried) {
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      Sample drawn = tried.flow().sample(lab.scope(), lab.bench().noise(MASKS.rowCount(), 3, 4));
      Map<String, Values> feeds = lab.feeds(MaskedDensity.points(3), MASKS);
      Values x = lab.bench().fetch(drawn.value(), feeds);
      Values logProb = lab.bench().fetch(drawn.logProb(), feeds);
      assertTrue(logProb.distance(lab.logProb(x, MASKS)) <= 1e-12);
    }
  }

  /** In single precision, with absent entries at the end of the float range. */
  @ParameterizedTest
  @MethodSource("flows")
  void gradientsAreFiniteWhateverIsAbsent(Case tried) {
    try (MaskedDensity lab = new MaskedDensity(Workbench.float32(), tried.flow())) {
      List<Expr> by = new ArrayList<>(List.of(lab.x()));
      lab.bench().parameterNames().forEach(name -> by.add(lab.bench().parameter(name)));
      List<Expr> gradients =
          lab.bench().gradients(lab.bench().total(lab.logProb()), by).stream()
              .flatMap(Optional::stream)
              .toList();
      Map<String, Values> feeds = lab.feeds(changed(MaskedDensity.points(4), 1e30), MASKS);
      for (Values found : lab.bench().fetchAll(gradients, feeds)) {
        assertTrue(found.allFinite(), () -> tried + ": " + found);
      }
      Values byX = lab.bench().fetch(gradients.get(0), feeds);
      for (int i = 0; i < MASKS.size(); i++) {
        assertTrue(MASKS.at(i) == 1 || byX.at(i) == 0, () -> "by absent entries: " + byX);
      }
    }
  }

  private static final Values LONE = Values.rows(Shape.of(D), 1, 0, 0, 0, 1, 0, 0, 0, 1);

  /** The place of events with one present entry each, by masks beside the context. */
  private static GraphScope lone(MaskedDensity lab) {
    return lab.unmasked().withLonePresence(context -> lab.scope().presence().orElseThrow());
  }

  private static Map<String, Values> lone(MaskedDensity lab, Values points) {
    Map<String, Values> feeds = lab.feeds(points, LONE);
    feeds.put("context", Values.rows(Shape.of(2), 1, 1, -1, 0.5, 0.3, 2));
    return feeds;
  }

  private static Values ofLone(long seed) {
    return Values.gaussian(LONE.shape(), 0.8, new SplittableRandom(seed));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void loneEntriesAreMappedAsBefore(Case tried) {
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      GraphScope scope = lone(lab);
      Map<String, Values> feeds = lone(lab, ofLone(9));
      Expr logProb = tried.flow().logProb(scope, lab.x());
      Values expected = lab.bench().fetch(lab.logProb(), feeds);
      assertTrue(lab.bench().fetch(logProb, feeds).distance(expected) <= 1e-13);

      Mapped z = tried.flow().inverse(scope, lab.x());
      GraphScope atBase = scope.mapPresence(tried.flow().bijector()::inversePresence);
      Mapped back = tried.flow().forward(atBase, z.value());
      assertTrue(lab.bench().fetch(back.value(), feeds).distance(ofLone(9)) <= 1e-12);
    }
  }

  /** A map whose volume changes at zero, the value of a moved entry that is absent. */
  @Test
  void loneKeptEntriesHaveTheVolumeOfNoOther() {
    TransformedDistribution flow =
        new TransformedDistribution(StandardNormal.of(D), new Coupling(new NormalCdf(), Mlp.of(8)));
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      Map<String, Values> feeds = lone(lab, ofLone(9).map(x -> 1 / (1 + Math.exp(-x))));
      Values expected = lab.bench().fetch(lab.logProb(), feeds);
      Values found = lab.bench().fetch(flow.logProb(lone(lab), lab.x()), feeds);
      assertTrue(found.distance(expected) <= 1e-13, () -> found + " is not " + expected);
    }
  }

  /** The only entry that is present, {@code [n, 1]}. */
  private static Expr loneOf(MaskedDensity lab) {
    return lab.x().times(lab.scope().presence().orElseThrow()).sumLast().reshape(-1, 1);
  }

  /** A block of several entries states no direction. */
  private static Stream<Case> withDistributionFunctions() {
    return flows().filter(tried -> !tried.name().equals("blocks on a mixture"));
  }

  /** The slope of each function is the density, and quantiles invert it. */
  @ParameterizedTest
  @MethodSource("withDistributionFunctions")
  void loneEntriesHaveDistributionFunctions(Case tried) {
    Marginals marginals = tried.flow().marginalsOfLoneEntry().orElseThrow();
    try (MaskedDensity lab = new MaskedDensity(tried.flow())) {
      GraphScope scope = lone(lab);
      Map<String, Values> feeds = lone(lab, ofLone(10));
      Expr x = loneOf(lab);
      Expr cdf = marginals.cdf().at(scope, x);
      Expr survival = marginals.survival().at(scope, x);
      for (Expr back :
          List.of(
              marginals.quantile().at(scope, cdf), marginals.upperQuantile().at(scope, survival))) {
        assertTrue(lab.bench().fetch(back.minus(x), feeds).largestMagnitude() <= 1e-6);
      }
      Values density = lab.bench().fetch(lab.logProb().exp(), feeds);
      double step = 1e-5;
      Expr each = cdf.reshape(-1);
      Values above = lab.bench().fetch(each, lone(lab, ofLone(10).plus(step, LONE)));
      Values below = lab.bench().fetch(each, lone(lab, ofLone(10).plus(-step, LONE)));
      Values slope = above.plus(-1, below).map(rise -> rise / (2 * step));
      assertTrue(slope.distance(density) <= 1e-6, () -> slope + " is not " + density);
      Optional<BiFunction<GraphScope, Expr, Marginals.Tangent>> tangent =
          marginals.hints().tangent();
      Marginals ofBase = tried.flow().base().marginals().orElseThrow();
      assertEquals(ofBase.hints().tangent().isPresent(), tangent.isPresent());
      if (tangent.isPresent()) {
        Expr slopes = tangent.get().apply(scope, x).density().reshape(-1);
        assertTrue(lab.bench().fetch(slopes, feeds).distance(density) <= 1e-12);
      }
    }
  }

  @Test
  void lastMapsLeaveALoneEntryInItsPlace() {
    Standardize first = new Standardize(List.of(0.5, -1.0, 0.0), List.of(0.5, 1.5, 1.0));
    Permutation turn = new Permutation(List.of(1, 2, 0));
    Standardize last = new Standardize(List.of(1.0, 2.0, 3.0), List.of(2.0, 3.0, 4.0));
    TransformedDistribution flow =
        new TransformedDistribution(StandardNormal.of(D), Chain.of(first, turn, last));
    Marginals marginals = flow.marginalsOfLoneEntry().orElseThrow();
    assertTrue(marginals.hints().last().isPresent());
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      GraphScope scope = lone(lab);
      Expr p = loneOf(lab).zeros().plus(0.3);
      Map<String, Values> feeds = lone(lab, ofLone(11));
      Values expected = lab.bench().fetch(marginals.quantile().at(scope, p), feeds);
      Values found = lab.bench().fetch(byLastMaps(marginals, scope, p), feeds);
      assertTrue(found.distance(expected) <= 1e-12, () -> found + " is not " + expected);
    }
  }

  /** Quantiles of the entry before all last maps, and their image. */
  private static Expr byLastMaps(Marginals marginals, GraphScope scope, Expr p) {
    return marginals
        .hints()
        .last()
        .map(map -> map.up().at(scope, byLastMaps(map.before(), scope, p)))
        .orElseGet(() -> marginals.quantile().at(scope, p));
  }

  /** Reciprocals of uniform numbers in [1, 3]. */
  @Test
  void aDecreasingMapOfALoneEntryExchangesTheSides() {
    TransformedDistribution flow =
        new TransformedDistribution(
            Uniform.cube(D, 1, 3), Chain.of(new Power(-1), new Permutation(List.of(1, 2, 0))));
    Marginals marginals = flow.marginalsOfLoneEntry().orElseThrow();
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      GraphScope scope = lone(lab);
      Map<String, Values> feeds = lone(lab, Values.ones(LONE.shape()).map(x -> x / 2));
      Values found = lab.bench().fetch(marginals.cdf().at(scope, loneOf(lab)), feeds);
      for (int row = 0; row < D; row++) {
        assertEquals(0.5, found.at(row), 1e-12, "P(1/U <= 1/2) = P(U >= 2)");
      }
    }
  }

  /** The first features of an autoregressive flow are a flow of their own: its marginal. */
  @Test
  void leadingFeaturesOfAnAutoregressiveFlowHaveTheirMarginal() {
    Made network = Made.of(8);
    TransformedDistribution flow =
        new TransformedDistribution(
            StandardNormal.of(D), new MaskedAutoregressive(new Affine(), network));
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      GraphScope place = lab.unmasked();
      GraphScope inMap = place.sub("bijector").sub("conditioner");
      Mapped z = new Affine().inverse(place, lab.x(), network.parameters(inMap, lab.x(), 2));
      Expr each = z.value().square().plus(Math.log(2 * Math.PI)).times(-0.5).plus(z.logDet());
      for (int known = 1; known <= D; known++) {
        double[] leading = new double[D];
        Arrays.fill(leading, 0, known, 1);
        Values mask = Values.of(Shape.of(1, D), leading).repeatRows(MASKS.rowCount());
        Map<String, Values> feeds = lab.feeds(MaskedDensity.points(5), mask);
        Values expected = lab.bench().fetch(each.slice(1, 0, known).sumLast(), feeds);
        assertTrue(lab.logProb(MaskedDensity.points(5), mask).distance(expected) <= 1e-13);
      }
    }
  }

  /** The marginals of a mixture are mixtures of the marginals. */
  @Test
  void presentEntriesOfAMixtureHaveTheirMarginal() {
    try (MaskedDensity all = new MaskedDensity(new GaussianMixture(2, D));
        Workbench fewer = Workbench.float64()) {
      Map<String, Values> feeds = all.feeds(MaskedDensity.points(6), MASKS);
      Expr logProb =
          new GaussianMixture(2, 2).logProb(fewer.scope(), fewer.input("x", Shape.of(-1, 2)));
      Map<String, Values> marginal = new LinkedHashMap<>();
      marginal.put("logits", Values.fed(feeds, "logits"));
      for (String name : List.of("means", "log_scales")) {
        Values at = Values.fed(feeds, name);
        marginal.put(name, Values.rows(Shape.of(2), at.at(0), at.at(2), at.at(3), at.at(5)));
      }
      int row = 4; // the first and the last entry
      double[] x = MaskedDensity.points(6).row(row);
      marginal.put("x", Values.rows(Shape.of(2), x[0], x[2]));
      double expected = fewer.fetch(logProb, marginal).at(0);
      assertEquals(expected, all.logProb(MaskedDensity.points(6), MASKS).at(row), 1e-13);
    }
  }

  private static Stream<Bijector> mixing() {
    return Stream.of(new InvertibleLinear(D, 1), new Planar(PlanarActivation.TANH), new Radial());
  }

  @ParameterizedTest
  @MethodSource("mixing")
  void mapsThatMixAllEntriesRefuse(Bijector map) {
    Chain inside = Chain.of(new Affine(), map, new Affine());
    Blockwise block = Blockwise.of(new Blockwise.Part(D, map));
    for (Bijector refusing : List.of(map, map.inverted(), inside, inside.inverted(), block)) {
      TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(D), refusing);
      try (Workbench bench = Workbench.float64()) {
        Expr x = bench.input("x", Shape.of(-1, D));
        GraphScope scope = bench.scope().withPresence(bench.input("mask", Shape.of(-1, D)));
        String name = map.getClass().getSimpleName();
        Expect.rejected(name, () -> flow.logProb(scope, x));
        Expect.rejected("mixes all entries", () -> flow.sample(scope, bench.noise(2, 1, 2)));
      }
    }
  }
}
