package io.github.tfflows.bijectors.network;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.autoregressive.Adjacency;
import io.github.tfflows.bijectors.network.autoregressive.AdjacentNetwork;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.MaskedNetwork;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Dropout;
import io.github.tfflows.bijectors.network.layer.LayerNorm;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The activations of networks, values by other implementations, starts, and sizes that no network
 * has.
 */
class NetworksTest {
  @AutoClose private final Workbench bench = Workbench.float64();

  private static final Activations SOFTMAX = Activations.SOFTMAX;

  @Test
  void areRectifiedUnlessToldOtherwise() {
    assertEquals(new Mlp(List.of(1, 5), Activations.RELU), Mlp.of(1, 5));
    assertEquals(new DeepSet(List.of(4, 2), Activations.RELU), DeepSet.of(4, 2));
    assertEquals(new ResidualNet(4, 2, Activations.RELU), ResidualNet.of(4, 2));
    assertEquals(Activations.RELU, Made.of(4, 5).network().activation());
    assertEquals(Activations.RELU, ResidualMade.of(4, 2).network().activation());
  }

  private static Arguments rejected(String message, Executable made) {
    return arguments(message, made);
  }

  static final List<Arguments> REJECTED =
      List.of(
          rejected("got 0", () -> Mlp.of(8, 0)),
          rejected("SOFTMAX", () -> Mlp.of(8).withActivation(SOFTMAX)),
          rejected("bound must be positive and finite, got 0.0", () -> Mlp.of(9).within(0)),
          rejected("got 0", () -> Made.of(8, 0)),
          rejected("SOFTMAX", () -> Made.of(8).withActivation(SOFTMAX)),
          rejected("got NaN", () -> Made.of(4).within(Double.NaN)),
          rejected("got 0", () -> DeepSet.of(0)),
          rejected("SOFTMAX", () -> DeepSet.of(8).withActivation(SOFTMAX)),
          rejected("got 0", () -> ResidualNet.of(0, 1)),
          rejected("got -1", () -> ResidualNet.of(8, -1)),
          rejected("SOFTMAX", () -> ResidualNet.of(8, 1).withActivation(SOFTMAX)),
          rejected("got 0", () -> ResidualMade.of(0, 1)),
          rejected("got -1", () -> ResidualMade.of(8, -1)),
          rejected("SOFTMAX", () -> ResidualMade.of(8, 1).withActivation(SOFTMAX)),
          rejected("got 0", () -> new SetEmbedding(0, Mlp.of(3), Mlp.of(3))),
          rejected("hidden=[]", () -> new SetEmbedding(1, Mlp.of(), Mlp.of(3))),
          rejected("hidden=[]", () -> new SetEmbedding(1, Mlp.of(3), Mlp.of())),
          rejected("width 6 and 4 heads", () -> new SetTransformer(6, 4, 1)),
          rejected("got 0", () -> new SetTransformer(0, 1, 1)),
          rejected("got 0", () -> new SetTransformer(4, 2, 0)),
          rejected("width 6 and 4 heads", () -> new AttentionEmbedding(2, 6, 4)),
          rejected("0 heads", () -> new AttentionEmbedding(2, 6, 0)),
          rejected("got 0", () -> new AttentionEmbedding(0, 6, 2)));

  @ParameterizedTest
  @FieldSource("REJECTED")
  void isRejected(String message, Executable made) {
    Expect.rejected(message, made);
  }

  private static final Conditioner BOUNDED = Mlp.of(9).withActivation(Activations.TANH);

  @Test
  void readsEntriesBeyondTheBoundAsTheBound() {
    var known = bench.input("known", Shape.of(-1, 3));
    var theta = BOUNDED.within(1.5).parameters(bench.scope(), known, 2, 2);
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Values> feeds = bench.gaussianParameters(1, random);
    feeds.put("known", Values.of(Shape.of(1, 3), new double[] {9, -0.3, -1e30}));
    Values beyond = bench.fetch(theta, feeds);
    feeds.put("known", Values.of(Shape.of(1, 3), new double[] {1.5, -0.3, -1.5}));
    assertEquals(0, bench.fetch(theta, feeds).distance(beyond));
  }

  private static final ResidualNet GATED = ResidualNet.of(16, 1).withActivation(Activations.TANH);

  /** Feature 1 reads column 0 of the context, by its gates as well as by its layers. */
  @Test
  void gatesOfAGraphReadTheColumnsOfTheirFeature() {
    Adjacency graph =
        Adjacency.ofParents(List.of(List.of(), List.of(0)))
            .withColumns(List.of(List.of(), List.of(0)));
    AutoregressiveConditioner network = new AdjacentNetwork(GATED.withContextGates(), graph);
    try (NetworkLab lab = new NetworkLab(2, 2, (scope, x) -> network.parameters(scope, x, 1))) {
      double[][] jacobian = lab.jacobian("context", lab.feeds(1));
      boolean[][] reads = new boolean[2][2];
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          reads[i][j] = jacobian[i][j] != 0;
        }
      }
      assertEquals(
          List.of(List.of(false, false), List.of(true, false)),
          List.of(List.of(reads[0][0], reads[0][1]), List.of(reads[1][0], reads[1][1])));
    }
  }

  static final List<String> GATES =
      LayerNames.of("input", "block_0.dense_0", "block_0.dense_1", "block_0.gate", "output");

  /**
   * Computed with nflows 0.14, ResidualNet with tanh, in double precision. Entry {@code j} of
   * parameter {@code i} is {@code sin(1 + i + 0.7j)}, in the order of the names.
   */
  @Test
  void gatedNetworksAgreeWithNflows() {
    Conditioner network = ResidualNet.of(3, 1).withActivation(Activations.TANH).withContextGates();
    Expr theta =
        network.parameters(
            bench.scope(bench.input("c", Shape.of(-1, 2))),
            bench.input("x", Shape.of(-1, 2)),
            1,
            2);
    Map<String, Values> feeds =
        bench.parameters((name, shape) -> Values.sines(1.0 + GATES.indexOf(name), shape));
    feeds.put("x", Values.rows(Shape.of(2), 0.3, -1.2, 2, 0.5));
    feeds.put("c", Values.rows(Shape.of(2), -0.7, 1.1, 0.4, -2));
    Values expected =
        Values.of(
            Shape.of(2, 1, 2),
            -3.204984417210545,
            -4.638020127767599,
            -0.7846392812559004,
            -1.3026101150806824);
    double error = bench.fetch(theta, feeds).distance(expected);
    assertTrue(error <= 1e-12, () -> "off by " + error);
  }

  /** Uniform within one over the root of 50 inputs, on both sides of zero. */
  @ParameterizedTest
  @ValueSource(strings = {"dense_1.kernel", "dense_1.bias"})
  void denseLayersStartOnBothSidesOfZero(String parameter) {
    try (NetworkLab lab =
        new NetworkLab(2, 0, (scope, x) -> Mlp.of(50, 500).parameters(scope, x, 2, 2))) {
      double[] start = Values.fed(lab.bench().initialValues(), parameter).entries();
      DoubleSummaryStatistics entries = Arrays.stream(start).summaryStatistics();
      double limit = Math.sqrt(0.02);
      assertEquals(-limit, entries.getMin(), 0.02 * limit);
      assertEquals(limit, entries.getMax(), 0.02 * limit);
      double standardError = limit / Math.sqrt(3.0 * start.length);
      assertEquals(0, entries.getAverage(), 4 * standardError);
    }
  }

  private static final double RATE = 0.3;

  /** Computed with torch.nn.functional.layer_norm of PyTorch 2. */
  @Test
  void layersAreNormalizedAsByPyTorch() {
    Expr h = bench.input("h", Shape.of(-1, 3));
    Expr normalized = LayerNorm.of(bench.scope(), 3).apply(h);
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("h", Values.rows(Shape.of(3), 0.5, -1.5, 4, 1e-3, 0, 1e100));
    feeds.put("scale", Values.of(Shape.of(3), 1, 2, 3));
    feeds.put("shift", Values.of(Shape.of(3), 0.1, 0.2, 0.3));
    Values expected =
        Values.rows(
            Shape.of(3),
            -0.11997045965749453,
            -1.9997045965749456,
            4.2594682738349015,
            -0.6071067811865475,
            -1.214213562373095,
            4.5426406871192855);
    assertTrue(bench.fetch(normalized, feeds).distance(expected) <= 1e-13);
  }

  private static Values dropped(Workbench bench, Values h) {
    Expr input = bench.input("h", h.shape());
    return bench.fetch(
        new Dropout(bench.scope().sub("dropout"), RATE).apply(input), Map.of("h", h));
  }

  @Test
  void dropsUnitsInTrainingOnly() {
    Values ones = Values.ones(Shape.of(100, 100));
    try (Workbench use = Workbench.float64();
        Workbench evaluation = Workbench.evaluating();
        Workbench training = Workbench.training()) {
      assertEquals(ones, dropped(use, ones));
      assertEquals(ones, dropped(evaluation, ones));
      double[] kept = dropped(training, ones).entries();
      assertTrue(Arrays.stream(kept).allMatch(at -> at == 0 || at == 1 / (1 - RATE)));
      double mean = Arrays.stream(kept).average().orElseThrow();
      double deviation = Math.sqrt(RATE / (1 - RATE)) / 100;
      assertEquals(1, mean, 5 * deviation, "the expectation stays");
    }
  }

  @Test
  void dropsOtherUnitsOfAnotherBatch() {
    Values ones = Values.ones(Shape.of(100, 100));
    Values moved = ones.with(0, 1.0000001);
    try (Workbench once = Workbench.training();
        Workbench again = Workbench.training();
        Workbench other = Workbench.training()) {
      Values first = dropped(once, ones);
      assertEquals(first, dropped(again, ones));
      Values second = dropped(other, moved);
      double same = 0;
      for (int i = 1; i < first.size(); i++) {
        same += (first.at(i) == 0) == (second.at(i) == 0) ? 1 : 0;
      }
      double expected = RATE * RATE + (1 - RATE) * (1 - RATE);
      assertEquals(expected, same / first.size(), 0.03, "six standard deviations");
    }
  }

  @Test
  void rejectsWhatIsNoRateOrWouldMixFeatures() {
    Expect.rejected("1.0", () -> ResidualNet.of(8, 1).withDropout(1));
    Expect.rejected("NaN", () -> ResidualMade.of(8, 1).withDropout(Double.NaN));
    AutoregressiveConditioner mixing = new MaskedNetwork(ResidualNet.of(8, 1).withLayerNorm());
    Expr x = bench.input("x", Shape.of(-1, 1));
    Expect.rejected("8 units", () -> mixing.parameters(bench.scope(), x, 1));
  }

  private static Degrees all(int units) {
    return Degrees.spread(units, 0, 0);
  }

  /** Computed with torch.nn.utils.weight_norm of PyTorch 2.8.0. */
  @Test
  void weightsAreNormalizedAsByPyTorch() {
    Expr x = bench.input("x", Shape.of(-1, 3));
    Expr y = Dense.weightNormalized(bench.scope(), all(3), all(2)).apply(x);
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("x", Values.rows(Shape.of(3), 0.5, -1.5, 4, 1, 0, -2));
    feeds.put("kernel", Values.of(Shape.of(3, 2), 1, 3, -2, 0, 0.5, 4));
    feeds.put("gain", Values.of(Shape.of(2), 2, 0.5));
    feeds.put("bias", Values.of(Shape.of(2), 0.1, -0.2));
    Values expected = Values.rows(Shape.of(2), 4.900793585191832, 1.55, 0.1, -0.7);
    assertTrue(bench.fetch(y, feeds).distance(expected) <= 1e-15);
  }

  /** Of the first unit, which sees one of two inputs, the weight is the gain. */
  @Test
  void normalizesTheWeightsThatAUnitSees() {
    Degrees degrees = Degrees.spread(2, 1, 2);
    Expr kernel = Dense.weightNormalized(bench.scope(), degrees, degrees).kernel();
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("kernel", Values.of(Shape.of(2, 2), -5, 3, 7, 4));
    feeds.put("gain", Values.of(Shape.of(2), 2, 10));
    Values expected = Values.of(Shape.of(2, 2), -2, 6, 0, 8);
    assertTrue(bench.fetch(kernel, feeds).distance(expected) <= 1e-15);
  }

  @Test
  void normalizedWeightsOfAllSizesAreFinite() {
    try (Workbench narrow = Workbench.float32()) {
      Degrees lone = Degrees.spread(1, 1, 1);
      Expr kernel = Dense.weightNormalized(narrow.scope(), all(2), all(4)).kernel();
      Expr unseeing =
          Dense.weightNormalized(narrow.scope().sub("other"), lone, Degrees.spread(2, 0, 1))
              .kernel();
      Map<String, Values> feeds = new LinkedHashMap<>(narrow.initialValues());
      feeds.put("kernel", Values.of(Shape.of(2, 4), 3e30, 0, 1e-30, 3e-5, -4e30, 0, 0, 4e-5));
      feeds.put("gain", Values.ones(Shape.of(4)));
      Values expected = Values.of(Shape.of(2, 4), 0.6, 0, 8e-24, 0.6, -0.8, 0, 0, 0.8);
      Values directions = narrow.fetch(kernel, feeds);
      assertTrue(directions.distance(expected) <= 1e-6);
      assertEquals(8e-24, directions.at(2), 1e-24);
      Values alone = narrow.fetch(unseeing, feeds);
      assertEquals(0, alone.at(0));
      assertEquals(Math.sqrt(1.0 / 3), Math.abs(alone.at(1)), 1e-6);
      List<Expr> parameters = narrow.parameterNames().stream().map(narrow::parameter).toList();
      for (Expr built : List.of(kernel, unseeing)) {
        for (Optional<Expr> found : narrow.gradients(narrow.total(built), parameters)) {
          found.ifPresent(at -> assertTrue(narrow.fetch(at, feeds).allFinite()));
        }
      }
    }
  }

  @Test
  void normalizedLayersStartWithTheLengthsOfPlainOnes() {
    Degrees from = Degrees.spread(3000, 1, 2);
    Degrees to = Degrees.spread(2, 1, 2);
    Expr plain = Dense.random(bench.scope().sub("plain"), from, to).kernel();
    Expr normalized = Dense.weightNormalized(bench.scope().sub("normalized"), from, to).kernel();
    Map<String, Values> start = bench.initialValues();
    Values found = bench.fetch(normalized.square().sum(0), start);
    assertTrue(found.distance(Values.of(Shape.of(2), 1.0 / 6, 1.0 / 3)) <= 1e-14);
    Values whole = bench.fetch(plain.square().sum(0), start);
    Values half = bench.fetch(plain.slice(0, 0, 1500).square().sum(0), start);
    assertEquals(half.at(0), found.at(0), 0.02);
    assertEquals(whole.at(1), found.at(1), 0.02);
  }

  /** Halfway from one to the next number of bfloat16: it is rounded to even, to one. */
  private static final double BETWEEN = 1 + Math.pow(2, -8);

  /** Vectors and images. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void multipliesInBfloat16AndAddsInSinglePrecision(int places) {
    Shape event = places == 1 ? Shape.of(2) : Shape.of(places, 1, 2);
    try (Workbench narrow = Workbench.float32()) {
      Expr known = narrow.input("known", event.prepend(-1));
      Expr theta = Mlp.of().withMixedPrecision().parameters(narrow.scope(), known, 1, 1);
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("known", Values.ones(event.prepend(1)).map(at -> BETWEEN));
      feeds.put("output.kernel", Values.of(Shape.of(2, 1), BETWEEN, 2 * BETWEEN));
      feeds.put("output.bias", Values.of(Shape.of(1), Math.pow(2, -10)));
      Values found = narrow.fetch(theta, feeds);
      assertEquals(places, found.size());
      assertEquals(3 + Math.pow(2, -10), found.at(0), 0);
    }
  }

  @Test
  void gradientsAreThoseOfTheProductOfRoundedFactors() {
    try (Workbench narrow = Workbench.float32()) {
      Expr known = narrow.input("known", Shape.of(-1, 1));
      Expr theta = Mlp.of().withMixedPrecision().parameters(narrow.scope(), known, 1, 1);
      List<Expr> by =
          List.of(known, narrow.parameter("output.kernel"), narrow.parameter("output.bias"));
      List<Expr> found = new ArrayList<>();
      narrow.gradients(narrow.total(theta), by).forEach(at -> found.add(at.orElseThrow()));
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("known", Values.rows(Shape.of(1), 3 * BETWEEN));
      feeds.put("output.kernel", Values.of(Shape.of(1, 1), BETWEEN));
      feeds.put("output.bias", Values.zeros(Shape.of(1)));
      List<Values> run = narrow.fetchAll(found, feeds);
      assertEquals(1, run.get(0).at(0), 0);
      assertEquals(3 + Math.pow(2, -6), run.get(1).at(0), 0); // the nearest to 3·BETWEEN
      assertEquals(1, run.get(2).at(0), 0);
    }
  }

  private static TransformedDistribution flow(Conditioner network) {
    Bijector layer = new Coupling(new RationalQuadratic(4, 4), network);
    Bijector turn = new Permutation(List.of(2, 3, 0, 1));
    return new TransformedDistribution(
        StandardNormal.of(4), Chain.of(layer, turn, layer, turn, layer));
  }

  private static final Conditioner SINGLE = ResidualNet.of(32, 1);

  private static final Conditioner MIXED = ResidualNet.of(32, 1).withMixedPrecision();

  /** Two clusters, of features that depend on each other. */
  private static float[][] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[count][4];
    for (float[] row : rows) {
      row[0] = (float) ((random.nextBoolean() ? 2 : -2) + 0.3 * random.nextGaussian());
      for (int i = 1; i < row.length; i++) {
        row[i] = (float) (0.5 * row[i - 1] + 0.5 * random.nextGaussian());
      }
    }
    return rows;
  }

  private static CompiledDistribution trained(Conditioner network) {
    return Training.defaults()
        .withSteps(200)
        .withBatchSize(256)
        .withLearningRate(LearningRate.cosine(0.01))
        .fit(flow(network), Data.of(rows(2000, 1)));
  }

  /**
   * On rows of the data, of a flow of three layers, log-densities are within 0.15 of those of
   * single precision, 0.015 on average.
   */
  @Tag("training")
  @Test
  void trainsAndScoresAsSinglePrecision(@TempDir Path folder) throws IOException {
    float[][] x = rows(2000, 2);
    try (CompiledDistribution single = trained(SINGLE);
        CompiledDistribution mixed = trained(MIXED);
        CompiledDistribution exact =
            CompiledDistribution.compile(flow(SINGLE), 0, mixed.weights(), Execution.defaults())) {
      assertEquals(mean(single.logProb(x)), mean(mixed.logProb(x)), 0.05);
      float[] expected = exact.logProb(x);
      float[] found = mixed.logProb(x);
      float[] errors = new float[x.length];
      double most = 0;
      for (int i = 0; i < x.length; i++) {
        errors[i] = Math.abs(found[i] - expected[i]);
        most = Math.max(most, errors[i]);
      }
      assertTrue(most > 1e-4 && most <= 0.15, "off by " + most);
      assertTrue(mean(errors) <= 0.015, "on average off by " + mean(errors));
      mixed.export(folder.resolve("model"));
    }
    try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
      Draws draws = loaded.sampleAndLogProb(2000, 3);
      float[] again = loaded.logProb(draws.x());
      double most = 0;
      for (int i = 0; i < again.length; i++) {
        most = Math.max(most, Math.abs(again[i] - draws.logProb()[i]));
      }
      assertTrue(most <= 0.05, "densities of draws are off by " + most);
    }
  }

  /** Three networks of four layers in each function; the splines' own products stay single. */
  @Test
  void servedNetworksMultiplyInBfloat16() {
    GraphDef graph = ServedGraphs.of(flow(MIXED), MovedWeights.of(flow(MIXED), 0));
    List<Long> counts =
        graph.getLibrary().getFunctionList().stream()
            .map(FunctionDef::getNodeDefList)
            .map(nodes -> nodes.stream().filter(NetworksTest::isNarrow).count())
            .filter(count -> count > 0)
            .toList();
    assertTrue(counts.size() >= 2, "densities and draws");
    counts.forEach(count -> assertEquals(12, count));
  }

  private static boolean isNarrow(NodeDef node) {
    return node.getOp().equals("MatMul")
        && node.getAttrOrThrow("T").getType() == DataType.DT_BFLOAT16;
  }
}
