package io.github.tfflows.bijectors;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.continuous.ContinuousFlow;
import io.github.tfflows.bijectors.continuous.DormandPrince;
import io.github.tfflows.bijectors.continuous.RungeKutta;
import io.github.tfflows.bijectors.continuous.TraceEstimator;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.image.CheckerboardCoupling;
import io.github.tfflows.bijectors.image.MultiScale;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.DeepSet;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.SetEmbedding;
import io.github.tfflows.bijectors.network.SetTransformer;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.residual.ResidualFlow;
import io.github.tfflows.bijectors.residual.RussianRoulette;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.bijectors.structure.TransformDiagonal;
import io.github.tfflows.core.Bayesian;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.Sandwich;
import io.github.tfflows.core.Tempered;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MaskedDensity;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * Ready-made flows: layers and sizes, tails, absent entries, and estimates in training; flows of
 * sets.
 */
class FlowsTest {
  @ParameterizedTest
  @MethodSource("onTables")
  void mapsOfAPartOfTheRealNumbersAreNotAppended(TransformedDistribution flow) {
    String expected = "expected Sigmoid[low=0.0, high=1.0]";
    Bijector inverse = Sigmoid.unit().inverted();
    Standardize moved = new Standardize(List.of(0.0, 0.0), List.of(1.0, 1.0));
    Expect.rejected(expected, () -> flow.then(inverse));
    Expect.rejected(expected, () -> flow.then(moved, inverse));
    int links = flow.then(Sigmoid.unit(), moved, inverse).links().size();
    assertEquals(flow.links().size() + 3, links);
  }

  @Test
  void mapsOfMapsActOnRealNumbersAsTheseDo() {
    wrapping(new Affine())
        .forEach(map -> assertTrue(map.acceptsReals() && map.yieldsReals(), map::toString));
    wrapping(Sigmoid.unit())
        .forEach(map -> assertTrue(map.acceptsReals() && !map.yieldsReals(), map::toString));
    wrapping(Sigmoid.unit().inverted())
        .forEach(map -> assertFalse(map.acceptsReals(), map::toString));
  }

  private static Stream<Bijector> wrapping(ScalarBijector map) {
    Mlp network = Mlp.of(4);
    return Stream.of(
        new Coupling(map, network),
        new MaskedAutoregressive(map, Made.of(4)),
        new KeptHalf(map),
        new CheckerboardCoupling(map, network, CheckerboardCoupling.Squares.EVEN),
        new ContextEmbedded(new SetEmbedding(1, network, network), map),
        new TransformDiagonal(map),
        new Sandwich(map, new Affine()),
        new MultiScale(Shape.of(1, 1, 2), List.of(new Affine(), map)),
        Blockwise.of(new Blockwise.Part(1, new Affine()), new Blockwise.Part(1, map)),
        Chain.of(
            Permutation.reverse(2),
            new Reshape(Shape.of(2), Shape.of(1, 2)),
            new TriangularSpline(new Affine()),
            map));
  }

  @Test
  void distributionsOfDistributionsCoverRealNumbersAsTheseDo() {
    Bijector inverse = Sigmoid.unit().inverted();
    StandardNormal base = StandardNormal.of(2);
    for (Distribution each :
        List.of(
            new Tempered(base, 0.5), new Bayesian(base, 9, 1, 2), new Ensemble(List.of(base)))) {
      TransformedDistribution flow = new TransformedDistribution(each, new Affine());
      Expect.rejected("does not accept all real numbers", () -> flow.then(inverse));
    }
    Chain logit = Chain.of(Sigmoid.unit(), inverse);
    TransformedDistribution flow = Flows.realNvp(2);
    assertEquals(flow.links().size() + 2, flow.then(Sigmoid.unit(), logit).links().size());
  }

  private static Stream<TransformedDistribution> onTables() {
    return Stream.of(
        Flows.forData(100, 2),
        Flows.forIncompleteData(100, 2),
        Flows.nice(2),
        Flows.realNvp(2),
        Flows.glow(2),
        Flows.maf(2),
        Flows.iaf(2),
        Flows.neuralSplineCoupling(2));
  }

  @Test
  void mapsToTheDataFollowTheFlowAndLeaveItsNames() {
    Standardize standardize = Standardize.fit(new float[] {1, 10, 3, 30}, 2);
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(4));
    TransformedDistribution raw = flow.then(standardize);
    List<Bijector> links = ((Chain) raw.bijector()).bijectors();
    assertEquals(standardize, links.get(links.size() - 1));
    assertEquals(names(flow), names(raw));
  }

  @Test
  void lightTailsLeaveOtherLayersAsTheyAre() {
    Standardize standardize = Standardize.fit(new float[] {1, 10, 3, 30}, 2);
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(4));
    List<Bijector> heavy = ((Chain) flow.then(standardize).bijector()).bijectors();
    TransformedDistribution light = Flows.lightTailed(flow.then(standardize));
    List<Bijector> kept = new ArrayList<>(heavy.subList(1, heavy.size() - 2));
    kept.add(standardize);
    assertEquals(new Chain(kept), light.bijector());
    assertEquals(light, Flows.lightTailed(light));
    assertEquals(Flows.planar(2, 3), Flows.lightTailed(Flows.planar(2, 3)));
  }

  private static <T> List<T> links(TransformedDistribution flow, Class<T> kind) {
    List<Bijector> links = ((Chain) flow.bijector()).bijectors();
    return links.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void couplingsMoveFeaturesOfEvenAndOfOddIndexByTurns() {
    assertEquals(
        List.of(Permutation.reverse(4), Permutation.riffle(4)),
        links(Flows.realNvp(4, 2, Mlp.of(4)), Permutation.class));
  }

  @Test
  void eachLayerHasAMatrixOfItsOwn() {
    RationalQuadratic spline = new RationalQuadratic(4, 5);
    for (TransformedDistribution flow :
        List.of(
            Flows.glow(4, 3, Mlp.of(4)),
            Flows.neuralSplineAutoregressive(4, 3, spline, Made.of(4)))) {
      List<InvertibleLinear> matrices = links(flow, InvertibleLinear.class);
      assertTrue(matrices.size() >= 3, matrices::toString);
      assertEquals(matrices.size(), matrices.stream().distinct().count());
    }
  }

  @Test
  void incompleteRowsHaveADensityOfTheirPresentEntries() {
    try (MaskedDensity lab = new MaskedDensity(Flows.forIncompleteData(500, 3))) {
      Values mask = MaskedDensity.MASKS;
      Values points = MaskedDensity.points(1);
      Values elsewhere = points.plus(3, mask.map(present -> 1 - present));
      assertEquals(0, lab.logProb(points, mask).distance(lab.logProb(elsewhere, mask)));
      assertTrue(lab.logProb(points, mask).distance(lab.logProb(points.map(x -> x + 1), mask)) > 0);
      for (int entry = 0; entry < 3; entry++) {
        assertEquals(1, integral(lab, entry), 1e-3);
      }
    }
  }

  /** The integral of the density of one entry, the others absent, over x = sinh t. */
  private static double integral(MaskedDensity lab, int entry) {
    int cells = 4000;
    double width = 20.0 / cells;
    double[] points = new double[3 * cells];
    double[] mask = new double[3 * cells];
    for (int i = 0; i < cells; i++) {
      points[3 * i + entry] = Math.sinh(-10 + (i + 0.5) * width);
      mask[3 * i + entry] = 1;
    }
    Shape event = Shape.of(3);
    Map<String, Values> feeds = lab.feeds(Values.rows(event, points), Values.rows(event, mask));
    feeds.replaceAll(
        (name, values) ->
            lab.bench().parameterNames().contains(name) ? values.map(w -> w / 5) : values);
    Values logProb = lab.bench().fetch(lab.logProb(), feeds);
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      sum += Math.exp(logProb.at(i)) * Math.cosh(-10 + (i + 0.5) * width) * width;
    }
    return sum;
  }

  private static List<String> names(TransformedDistribution flow) {
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      return model.weights().byName().keySet().stream().sorted().toList();
    }
  }

  @Test
  void sizesGrowWithTheNumberOfRows() {
    assertEquals(new FlowSize(2, 64, 1), FlowSize.forData(999));
    assertEquals(new FlowSize(3, 64, 2), FlowSize.forData(1_000));
    assertEquals(new FlowSize(3, 128, 2), FlowSize.forData(100_000));
  }

  @Test
  void impossibleSizesAreRefused() {
    Expect.rejected("0", () -> Flows.planar(0, 1));
    Expect.rejected("0", () -> Flows.maf(2, 0, Made.of(4)));
    Expect.rejected("-1", () -> Flows.realNvp(2, -1, Mlp.of(4)));
    Expect.rejected("got 0", () -> FlowSize.forData(0));
    Expect.rejected("got 0", () -> Flows.forData(0, 3));
    Expect.rejected("hidden must be at least 1, got 0", () -> new FlowSize(1, 0, 2));
  }

  private static final int D = 3;

  static Stream<TransformedDistribution> flows() {
    RationalQuadratic spline = new RationalQuadratic(8, 5);
    return Stream.of(
        Flows.forData(500, D),
        Flows.neuralSplineCoupling(D, 3, spline, ResidualNet.of(32, 1)),
        Flows.realNvp(D, 3, Mlp.of(32)),
        Flows.maf(D, 3, Made.of(32)));
  }

  /** Correlated columns, of which one is bent and one has heavy tails. */
  private static float[][] rows(int count) {
    Random random = new Random(4);
    float[][] rows = new float[count][D];
    for (float[] row : rows) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) (row[0] * row[0] + 0.3 * random.nextGaussian());
      row[2] = (float) Math.sinh(1.5 * random.nextGaussian() + 0.5 * row[0]);
    }
    return rows;
  }

  @Tag("training")
  @ParameterizedTest
  @MethodSource("flows")
  void aMillionDeviationsOutCostLessThanFiftyNatsAFeature(TransformedDistribution flow) {
    float[][] rows = rows(2000);
    Standardize scale = Standardize.fit(rows);
    Training training =
        Training.defaults().withSteps(60).withLearningRate(LearningRate.cosine(5e-3));
    try (CompiledDistribution fitted = training.fit(flow.then(scale), rows)) {
      for (int axis = 0; axis < D; axis++) {
        for (int side = -1; side <= 1; side += 2) {
          float[] far = new float[D];
          far[axis] = (float) (side * 1e6 * scale.scale().get(axis));
          float logProb = fitted.logProb(new float[][] {far})[0];
          assertTrue(logProb > -50 * D && logProb < -10, "at " + far[axis] + ": " + logProb);
        }
      }
    }
  }

  /** The layers begin as the identity, so that only the tails can cost anything. */
  @Tag("training")
  @Test
  void aGaussianLosesNothing() {
    float[][] rows = new float[50_000][D];
    Random random = new Random(5);
    for (float[] row : rows) {
      for (int i = 0; i < D; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    try (CompiledDistribution plain = CompiledDistribution.compile(StandardNormal.of(D), 1);
        CompiledDistribution heavy = CompiledDistribution.compile(Flows.forData(500, D), 1)) {
      assertEquals(mean(plain.logProb(rows)), mean(heavy.logProb(rows)), 0.001 * D);
    }
  }

  static Stream<Bijector> bijectors() {
    Bijector continuous =
        ContinuousFlow.of(VelocityMlp.of(16))
            .withSolver(new DormandPrince(1e-5, 40, new RungeKutta(4)))
            .withTraceEstimator(TraceEstimator.HUTCHINSON);
    Bijector block =
        ResidualFlow.of(LipschitzMlp.of(16, 16)).withLogDeterminant(RussianRoulette.of(12));
    return Stream.of(continuous, Chain.of(block, block));
  }

  /** Two clusters, which no normal distribution fits. */
  private static float[][] clusters(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] data = new float[rows][];
    for (int i = 0; i < rows; i++) {
      double middle = random.nextBoolean() ? 1 : -1;
      data[i] =
          new float[] {
            (float) (middle + 0.3 * random.nextGaussian()),
            (float) (0.5 * middle + 0.5 * random.nextGaussian())
          };
    }
    return data;
  }

  @ParameterizedTest
  @MethodSource("bijectors")
  void learnsByEstimatesAndIsServedExactly(Bijector bijector, @TempDir Path directory)
      throws IOException {
    tryOut(bijector, Execution.defaults(), directory);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("bijectors")
  void learnsByEstimatesUnderXla(Bijector bijector, @TempDir Path directory) throws IOException {
    tryOut(bijector, Execution.defaults().withCompilation(Compilation.XLA), directory);
  }

  private static void tryOut(Bijector bijector, Execution execution, Path directory)
      throws IOException {
    TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(2), bijector);
    Training recipe =
        Training.defaults()
            .withSteps(60)
            .withLearningRate(LearningRate.cosine(2e-2))
            .withExecution(execution);
    float[][] fresh = clusters(500, 2);
    try (CompiledDistribution start = CompiledDistribution.compile(flow, 0, 0, execution);
        CompiledDistribution model = recipe.fit(flow, clusters(2000, 1))) {
      double gain = mean(model.logProb(fresh)) - mean(start.logProb(fresh));
      assertTrue(gain > 0.3, () -> "gain " + gain);
      Draws draws = model.sampleAndLogProb(200, 3);
      assertArrayEquals(draws.logProb(), model.logProb(draws.x()), 4e-3f);
      Path export = directory.resolve("model");
      model.export(export);
      try (CompiledDistribution loaded = CompiledDistribution.load(export, execution)) {
        assertArrayEquals(model.logProb(fresh), loaded.logProb(fresh), 1e-4f);
      }
    }
  }

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
