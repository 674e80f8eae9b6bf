package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sinh;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;

class EnsembleTest {
  @Test
  void isTheMeanOfTheDensities() {
    Distribution both =
        new Ensemble(
            List.of(StandardNormal.of(1), DiagonalNormal.fixed(List.of(2.0), List.of(0.5))));
    try (CompiledDistribution model = CompiledDistribution.compile(both, 0)) {
      double x = 1.3;
      double first = Math.exp(-x * x / 2);
      double second = 2 * Math.exp(-2 * (x - 2) * (x - 2));
      double expected = Math.log((first + second) / 2 / Math.sqrt(2 * Math.PI));
      assertEquals(expected, model.logProb(new float[][] {{(float) x}})[0], 1e-5);
    }
  }

  /** Members that overlap, one far away, and two that are equal. */
  @Test
  void quantilesAreThoseOfTheMeanProbability() {
    Distribution far = DiagonalNormal.fixed(List.of(-30.0), List.of(0.01));
    Distribution near = DiagonalNormal.fixed(List.of(2.0), List.of(0.5));
    Distribution all = new Ensemble(List.of(StandardNormal.of(1), near, far, near));
    float[] p = {1e-30f, 1e-9f, 0.001f, 0.2f, 0.25f, 0.3f, 0.5f, 0.62f, 0.75f, 0.99f, 0.99999f};
    Rows levels = Rows.of(p, 1);
    try (CompiledDistribution model = CompiledDistribution.compile(all, 0)) {
      float[] below = model.cdf(model.quantile(levels)).values();
      float[] above = model.survival(model.upperQuantile(levels)).values();
      for (int i = 0; i < p.length; i++) {
        // An error of two units in the last place of x is 4e-3 of the tail of the far member.
        assertEquals(1, below[i] / p[i], 5e-3, "below " + p[i]);
        assertEquals(1, above[i] / p[i], 1e-4, "above " + p[i]);
      }
    }
  }

  /**
   * Two members are equal, so that no polynomial through the members' quantiles starts the search.
   */
  @Test
  void quantilesNearTheLargestFloatAreFound() {
    Distribution narrow = Cauchy.fixed(List.of(0.0), List.of(6e32));
    Distribution wide = Cauchy.fixed(List.of(0.0), List.of(1e33));
    float p = 1e-6f;
    try (CompiledDistribution model =
        CompiledDistribution.compile(new Ensemble(List.of(narrow, wide, wide)), 0)) {
      float quantile = model.upperQuantile(p).values()[0];
      assertEquals(1, model.survival(Rows.of(new float[] {quantile}, 1)).values()[0] / p, 1e-5);
    }
  }

  static List<Supplier<Workbench>> precisions() {
    return List.of(Workbench::float32, Workbench::float64);
  }

  /**
   * Locations from 0.01 to 1,000 apart with deviations from 1e-5 to 100, at levels in tails and in
   * gaps between members: the probability of at most a number is at least the level there, and not
   * below it, up to rounding.
   */
  @ParameterizedTest
  @MethodSource("precisions")
  void quantilesOfMembersThatDisagreeAreExact(Supplier<Workbench> precision) {
    Distribution member = DiagonalNormal.trainable(1);
    Marginals all = new Ensemble(List.of(member, member, member)).marginals().orElseThrow();
    double[] levels = {1e-20, 1e-6, 0.01, 0.2, 0.33333, 1 / 3.0, 0.33334, 0.5, 2 / 3.0, 0.9, 0.999};
    SplittableRandom random = new SplittableRandom(4);
    try (Workbench bench = precision.get()) {
      GraphScope scope = bench.scope();
      double epsilon = scope.limits().epsilon();
      Expr p = bench.input("p", Shape.of(-1, 1));
      Expr x = all.quantile().at(scope, p);
      Expr rounding = x.abs().times(2 * epsilon).plus(1e-30);
      List<Expr> outputs =
          List.of(all.cdf().at(scope, x.minus(rounding)), all.cdf().at(scope, x.plus(rounding)));
      for (int i = 0; i < 100; i++) {
        Map<String, Values> feeds = new HashMap<>(Map.of("p", Values.rows(Shape.of(1), levels)));
        bench
            .parameterShapes()
            .forEach((name, shape) -> feeds.put(name, Values.of(shape, number(name, random))));
        List<Values> found = bench.fetchAll(outputs, feeds);
        for (int k = 0; k < levels.length; k++) {
          String at = "at %s of %s".formatted(levels[k], feeds);
          double low = found.get(0).at(k) / levels[k];
          double high = found.get(1).at(k) / levels[k];
          assertTrue(low <= 1 + 40 * epsilon, () -> low + " below, " + at);
          assertTrue(high >= 1 - 40 * epsilon, () -> high + " above, " + at);
        }
      }
    }
  }

  private static double number(String name, SplittableRandom random) {
    return name.endsWith("scale")
        ? random.nextDouble(Math.log(1e-5), Math.log(100))
        : random.nextDouble(-1, 1) * Math.pow(10, random.nextDouble(-2, 3));
  }

  @Test
  void rejectsMembersOfSeveralShapes() {
    Expect.rejected("0 members", () -> new Ensemble(List.of()));
    Expect.rejected(
        "the shapes [[1], [2]]",
        () -> new Ensemble(List.of(StandardNormal.of(1), StandardNormal.of(2))));
  }

  private static final int MEMBERS = 3;

  /** A flow of which all parameters depend on the context, or one whose base has its own. */
  private static Distribution member(boolean readsTheContextAlone) {
    Distribution base = readsTheContextAlone ? StandardNormal.of(1) : DiagonalNormal.trainable(1);
    return new TransformedDistribution(
        base, new MaskedAutoregressive(new RationalQuadratic(4, 3), Made.of(4)));
  }

  /** A map without parameters that moves entries by the context. */
  private record Moved() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(x.plus(shift(scope)));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return Mapped.preservingVolume(y.minus(shift(scope)));
    }

    private static Expr shift(GraphScope scope) {
      return scope.context().orElseThrow().slice(1, 0, 1);
    }

    @Override
    public Monotonicity monotonicity(Shape event) {
      return Monotonicity.INCREASING;
    }
  }

  /** Members whose last maps have parameters, read the context, or are the same for all. */
  private static List<Distribution> members() {
    TransformedDistribution flow = (TransformedDistribution) member(true);
    Bijector line = new MaskedAutoregressive(new Affine(), Made.of(4));
    return List.of(
        flow,
        member(false),
        flow.then(new Affine()),
        flow.then(line),
        flow.then(new Moved()),
        flow.then(new Sinh()),
        flow.then(new Moved(), new Sinh(), new Standardize(List.of(3.0), List.of(2.0))));
  }

  private static Marginals mixture(Distribution member) {
    return new Ensemble(Collections.nCopies(MEMBERS, member)).marginals().orElseThrow();
  }

  /**
   * Runs functions of marginals at points, in a context that rows share.
   *
   * @param raised added to the logarithms of scales
   */
  private static List<Values> run(
      double raised, BiFunction<GraphScope, Expr, List<Expr>> functions, double... points) {
    try (Workbench bench = Workbench.evaluating()) {
      Expr context = bench.input("context", Shape.of(-1, 2));
      Expr p = bench.input("points", Shape.of(-1, 1));
      List<Expr> outputs = functions.apply(bench.scope().withSharedContext(context, p), p);
      Map<String, Values> feeds = bench.initialValues();
      feeds.putAll(bench.gaussianParameters(0.3, new SplittableRandom(5)));
      feeds.replaceAll(
          (name, drawn) -> name.endsWith(".log_scale") ? drawn.map(at -> at + raised) : drawn);
      feeds.put("context", Values.rows(Shape.of(2), 0.3, 1, -1, 2));
      feeds.put("points", Values.rows(Shape.of(1), points));
      return bench.fetchAll(outputs, feeds);
    }
  }

  @ParameterizedTest
  @MethodSource("members")
  void quantilesUndoThem(Distribution member) {
    assertUndone(mixture(member), 0);
  }

  @Test
  void quantilesOfDrawnWeightsUndoThem() {
    Bayesian drawn = new Bayesian(member(true), 100, 1, MEMBERS);
    assertUndone(drawn.marginals().orElseThrow(), -2);
  }

  /** Checks quantiles by the distribution functions. */
  private static void assertUndone(Marginals all, double raised) {
    double[] levels = {1e-200, 1e-12, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-9};
    for (Values found :
        run(
            raised,
            (scope, p) ->
                List.of(
                    all.cdf().at(scope, all.quantile().at(scope, p)),
                    all.survival().at(scope, all.upperQuantile().at(scope, p))),
            levels)) {
      for (int i = 0; i < levels.length; i++) {
        assertEquals(1, found.at(i) / levels[i], 1e-12, "at " + levels[i]);
      }
    }
  }

  /** As of a training that was stopped in its second member. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneMemberIsTheWhole(boolean readsTheContextAlone) {
    Distribution member = member(readsTheContextAlone);
    Marginals whole = new Ensemble(List.of(member)).marginals().orElseThrow();
    Marginals only = member.marginals().orElseThrow();
    double[] levels = {0.01, 0.2, 0.5, 0.9};
    List<Values> found =
        run(
            0,
            (scope, p) -> {
              Expr quantile = only.quantile().at(scope.sub(Ensemble.name(0)), p);
              return List.of(
                  whole.quantile().at(scope, p), quantile, whole.cdf().at(scope, quantile), p);
            },
            levels);
    assertEquals(0, found.get(0).distance(found.get(1)), 1e-12, "quantiles");
    assertEquals(0, found.get(2).distance(found.get(3)), 1e-12, "below");
  }

  /** A map that is built for all members at once is in the graph once. */
  @Test
  void membersShareAMapIfTheirParametersDependOnTheContext() {
    long together = count("Softplus", member(true), Marginals::cdf);
    assertEquals(MEMBERS * together, count("Softplus", member(false), Marginals::cdf));
  }

  /** The search for a quantile does not undo the last map, which all members have. */
  @Test
  void theLastMapIsNoPartOfTheSearchIfMembersShareIt() {
    Distribution flow = ((TransformedDistribution) member(true)).then(new Sinh());
    assertEquals(1, count("Sinh", flow, Marginals::quantile));
    assertEquals(0, count("Asinh", flow, Marginals::quantile));
    Distribution other = ((TransformedDistribution) member(false)).then(new Sinh());
    assertTrue(count("Asinh", other, Marginals::quantile) > 0, "members that are built one by one");
  }

  /** Counts the ops of a function of the mixture, including those of loops. */
  private static long count(
      String op, Distribution member, Function<Marginals, Marginals.Function> function) {
    try (Workbench bench = Workbench.evaluating()) {
      Expr context = bench.input("context", Shape.of(-1, 2));
      Expr points = bench.input("points", Shape.of(-1, 1));
      GraphScope scope = bench.scope().withSharedContext(context, points);
      Expr unused = function.apply(mixture(member)).at(scope, points);
      GraphDef graph = ((Graph) bench.tf().scope().env()).toGraphDef();
      return Stream.concat(
              graph.getNodeList().stream(),
              graph.getLibrary().getFunctionList().stream()
                  .flatMap(body -> body.getNodeDefList().stream()))
          .filter(node -> node.getOp().equals(op))
          .count();
    }
  }

  /**
   * A flow on positive numbers beside an interval below them, two points among them and one of
   * probability zero, by the context.
   */
  private record WithMasses(Distribution flow) implements Distribution {
    @Override
    public Shape eventShape() {
      return flow.eventShape();
    }

    @Override
    public Expr logProb(GraphScope scope, Expr x) {
      throw new UnsupportedOperationException("not tried");
    }

    @Override
    public Sample sample(GraphScope scope, Noise noise) {
      throw new UnsupportedOperationException("not tried");
    }

    @Override
    public Optional<Marginals> marginals() {
      return flow.marginals()
          .map(each -> each.withPresence((at, x) -> of(at, 1)).withMasses(WithMasses::masses));
    }

    private static Marginals.Masses masses(GraphScope scope, Expr x) {
      Shape all = Shape.of(1, 1, 4);
      Expr probabilities = scope.constant(all, 0.3, 0, 0.2, 0.4).times(of(scope, 2).expand(-1));
      return new Marginals.Masses(
          scope.constant(all, -1, 0.1, 0.5, 2),
          scope.constant(all, 0.4, 0, 0, 0),
          probabilities,
          probabilities.sumLast().complement());
    }

    /** A number between zero and one, by a network of the context of its own. */
    private static Expr of(GraphScope scope, int index) {
      return scope.ofContext(
          "share_" + index,
          at ->
              Mlp.of(3)
                  .parameters(at.sub("share_" + index), at.context().orElseThrow(), 1, 1)
                  .reshape(-1, 1)
                  .sigmoid());
    }
  }

  private static List<Distribution> besideMasses() {
    return members().subList(0, 6).stream() // the last one has numbers that Exp rounds to zero
        .map(flow -> ((TransformedDistribution) flow).then(new Exp()))
        .<Distribution>map(WithMasses::new)
        .toList();
  }

  /** Masses of members that do and do not search for quantiles of the others alone. */
  @ParameterizedTest
  @MethodSource("besideMasses")
  void quantilesOfMassesAndOthersUndoThem(Distribution member) {
    Marginals one = member.marginals().orElseThrow();
    assertUndoneBesideMasses(mixture(member), (scope, x) -> weighted(scope, one, x));
  }

  /** Of a map that is inverted, and of one whose quantiles are searched for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void quantilesOfMassesOfDrawnWeightsUndoThem(int member) {
    Bayesian drawn = new Bayesian(besideMasses().get(member), 100, 1, MEMBERS);
    Marginals all = drawn.marginals().orElseThrow();
    assertUndoneBesideMasses(all, (scope, x) -> all.cdf().at(scope, x));
  }

  private static void assertUndoneBesideMasses(
      Marginals all, BiFunction<GraphScope, Expr, Expr> mean) {
    double[] levels = {1e-12, 0.01, 0.2, 0.4, 0.45, 0.5, 0.6, 0.77, 0.99, 1 - 1e-9};
    List<Values> found =
        run(
            -2,
            (scope, p) -> {
              Expr below = all.quantile().at(scope, p);
              Expr above = all.upperQuantile().at(scope, p);
              return List.of(
                  all.cdf().at(scope, below),
                  all.cdf().at(scope, below.minus(1e-9)),
                  all.survival().at(scope, above.minus(1e-9)),
                  all.survival().at(scope, above),
                  all.cdf().at(scope, below).plus(all.survival().at(scope, below)),
                  mean.apply(scope, below));
            },
            levels);
    for (int i = 0; i < levels.length; i++) {
      String at = "at " + levels[i];
      double rounding = 1e-15 + 1e-9 * levels[i];
      assertTrue(found.get(0).at(i) >= levels[i] - rounding, () -> "below " + at);
      assertTrue(found.get(1).at(i) <= levels[i] + rounding, () -> "not below " + at);
      assertTrue(found.get(2).at(i) >= levels[i] - rounding, () -> "not above " + at);
      assertTrue(found.get(3).at(i) <= levels[i] + rounding, () -> "above " + at);
      assertEquals(1, found.get(4).at(i), 1e-12, "both sides " + at);
      assertEquals(found.get(0).at(i), found.get(5).at(i), 1e-12, "the mean " + at);
    }
  }

  @Test
  void numbersThatAreNoProbabilitiesHaveNoQuantilesBesideMasses() {
    Marginals all = mixture(besideMasses().get(0));
    double[] levels = {-1e-9, 1 + 1e-9, Double.NaN, 0, 1};
    for (Values found :
        run(
            0,
            (scope, p) -> List.of(all.quantile().at(scope, p), all.upperQuantile().at(scope, p)),
            levels)) {
      for (int i = 0; i < 3; i++) {
        assertTrue(Double.isNaN(found.at(i)), found::toString);
      }
      assertTrue(Double.isFinite(found.at(3)) && Double.isFinite(found.at(4)), found::toString);
    }
  }

  /** The mean of the members' probabilities, each by its presence. */
  private static Expr weighted(GraphScope scope, Marginals member, Expr points) {
    List<GraphScope> places =
        IntStream.range(0, MEMBERS).mapToObj(i -> scope.sub(Ensemble.name(i))).toList();
    Marginals.Function presence = member.presence().orElseThrow();
    List<Expr> weights = places.stream().map(place -> presence.at(place, points)).toList();
    List<Expr> products =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> weights.get(i).times(member.cdf().at(places.get(i), points)))
            .toList();
    return scope.sum(products).over(scope.sum(weights));
  }

  /** The last map, which all members have, is applied once, and not undone in a search. */
  @Test
  void searchesForQuantilesBesideMassesAreBeforeTheLastMap() {
    Distribution flow = ((TransformedDistribution) member(true)).then(new Sinh());
    assertEquals(1, count("Sinh", new WithMasses(flow), Marginals::quantile));
    assertEquals(1, count("Asinh", new WithMasses(flow), Marginals::quantile), "below masses");
  }
}
