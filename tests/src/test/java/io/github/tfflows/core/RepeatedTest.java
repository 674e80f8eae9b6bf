package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;

class RepeatedTest implements BijectorContract {
  private static final int TIMES = 3;

  private static Bijector layer(int d) {
    return Chain.of(new Coupling(new Affine(), Mlp.of(8)), Permutation.reverse(d));
  }

  @Override
  public Bijector bijector(Shape event) {
    return new Repeated(layer(Math.toIntExact(event.size())), TIMES);
  }

  @Override
  public List<String> parameterNames() {
    return List.of(
        "0_coupling.conditioner.dense_0.kernel",
        "0_coupling.conditioner.dense_0.bias",
        "0_coupling.conditioner.output.kernel",
        "0_coupling.conditioner.output.bias");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2), Shape.of(3), Shape.of(8));
  }

  @Override
  public List<Integer> contextSizes() {
    return List.of(0, 3);
  }

  @Override
  public double parameter(String name, RandomGenerator random) {
    return 0.3 * random.nextGaussian();
  }

  /** Without the ends of the float range, which three networks in a row can leave. */
  @Override
  public double[] edges(Direction direction) {
    return new double[] {0, 1, -1, 1e4, -1e4};
  }

  /** Weights of layers in a row, and of the same layers in a chain. */
  private static Map<String, Values> weights(Workbench bench, int times) {
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Values> feeds = new LinkedHashMap<>();
    bench
        .parameterShapes()
        .forEach(
            (name, shape) -> {
              if (name.startsWith("all.")) {
                Values drawn = Values.gaussian(shape, 0.4, random);
                feeds.put(name, drawn);
                for (int i = 0; i < times; i++) {
                  Shape one =
                      Shape.of(Arrays.copyOfRange(shape.asArray(), 1, shape.numDimensions()));
                  String link = "chain.%d_chain.%s".formatted(i, name.substring(4));
                  feeds.put(link, Values.of(one, drawn.row(i)));
                }
              }
            });
    return feeds;
  }

  private static void assertAgree(Bijector layer, Workbench bench, int d, Direction direction) {
    Expr x = bench.input("x", Shape.of(-1, d));
    Expr context = bench.input("context", Shape.of(-1, 2));
    Expr mask = bench.input("mask", Shape.of(-1, d));
    GraphScope scope = bench.scope(context).withPresence(mask);
    Mapped looped = direction.build(new Repeated(layer, TIMES), scope.sub("all"), x);
    Chain chain = new Chain(Collections.nCopies(TIMES, layer));
    Mapped unrolled = direction.build(chain, scope.sub("chain"), x);
    SplittableRandom random = new SplittableRandom(5);
    Map<String, Values> feeds = weights(bench, TIMES);
    feeds.put("x", Values.gaussian(Shape.of(6, d), 1, random));
    feeds.put("context", Values.gaussian(Shape.of(6, 2), 1, random));
    feeds.put("mask", Values.zeros(Shape.of(6, d)).map(at -> random.nextBoolean() ? 1 : 0));
    List<Values> run =
        bench.fetchAll(
            List.of(looped.value(), looped.logDet(), unrolled.value(), unrolled.logDet()), feeds);
    assertTrue(run.get(0).distance(run.get(2)) <= 1e-13, () -> run.get(0) + ", " + run.get(2));
    assertTrue(run.get(1).distance(run.get(3)) <= 1e-13, () -> run.get(1) + ", " + run.get(3));
    assertTrue(run.get(1).largestMagnitude() > 0.1);
  }

  /** With a context and absent entries. */
  @ParameterizedTest
  @EnumSource
  void isTheChainOfItsLayers(Direction direction) {
    Bijector layer =
        Chain.of(
            new Coupling(new RationalQuadratic(3, 4), Mlp.of(8)),
            new Permutation(List.of(1, 2, 0)));
    try (Workbench bench = Workbench.evaluating()) {
      assertAgree(layer, bench, 3, direction);
    }
    try (Workbench bench = Workbench.float64()) {
      assertAgree(layer, bench, 3, direction);
    }
  }

  /** With this many features, each layer draws in a loop. */
  @Test
  void layersMayLoop() {
    try (Workbench bench = Workbench.evaluating()) {
      Bijector layer = new MaskedAutoregressive(new Affine(), Made.of(60));
      Expr x = bench.input("x", Shape.of(-1, 50));
      Mapped y = new Repeated(layer, 2).forward(bench.scope(), x);
      Mapped back = new Repeated(layer, 2).inverse(bench.scope(), y.value());
      SplittableRandom random = new SplittableRandom(5);
      Map<String, Values> feeds = new LinkedHashMap<>();
      bench
          .parameterShapes()
          .forEach((name, shape) -> feeds.put(name, Values.gaussian(shape, 0.1, random)));
      Values at = Values.gaussian(Shape.of(6, 50), 1, random);
      feeds.put("x", at);
      List<Values> run = bench.fetchAll(List.of(back.value(), y.logDet(), back.logDet()), feeds);
      assertTrue(run.get(0).distance(at) <= 1e-12);
      assertTrue(run.get(1).distance(run.get(2).map(log -> -log)) <= 1e-12);
      assertTrue(run.get(1).largestMagnitude() > 0.1);
    }
  }

  private static Map<String, Values> starts(Workbench bench, Bijector bijector) {
    Mapped unused = bijector.inverse(bench.scope().sub("place"), bench.input("x", Shape.of(-1, 3)));
    return bench.initialValues();
  }

  @Test
  void layersStartDifferently() {
    String kernel = "place.0_coupling.conditioner.dense_0.kernel";
    Map<String, Values> looped;
    try (Workbench bench = Workbench.evaluating()) {
      looped = starts(bench, new Repeated(layer(3), TIMES));
      double[][] rows = {
        Values.fed(looped, kernel).row(0),
        Values.fed(looped, kernel).row(1),
        Values.fed(looped, kernel).row(2)
      };
      for (int i = 0; i < 3; i++) {
        assertTrue(Math.abs(rows[i][0] - rows[(i + 1) % 3][0]) > 1e-3);
      }
    }
    try (Workbench bench = Workbench.float64()) {
      assertEquals(looped, starts(bench, new Repeated(layer(3), TIMES)));
    }
    try (Workbench bench = Workbench.float64()) {
      Values one = Values.fed(starts(bench, layer(3)), kernel);
      assertArrayEquals(one.entries(), Values.fed(looped, kernel).row(0), 0);
    }
  }

  private static final Bijector NORMALIZED =
      Chain.of(new ActNorm(), new Coupling(new Affine(), Mlp.of(4)));

  @ParameterizedTest
  @EnumSource
  void theFirstBatchInitializesEachLayer(Direction direction) {
    Values batch = Values.gaussian(Shape.of(40, 3), 3, new SplittableRandom(1)).map(at -> at + 5);
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Chain chain = new Chain(Collections.nCopies(TIMES, NORMALIZED));
      Mapped unused = direction.build(new Repeated(NORMALIZED, TIMES), bench.scope().sub("all"), x);
      Mapped unusedOfChain = direction.build(chain, bench.scope().sub("chain"), x);
      Map<String, Values> feeds = weights(bench, TIMES);
      feeds.put("x", batch);
      for (String name : List.of("0_act_norm.log_scale", "0_act_norm.shift")) {
        Values all = bench.fetch(bench.computed().get("all." + name), feeds);
        assertEquals(Shape.of(TIMES, 3), all.shape());
        for (int i = 0; i < TIMES; i++) {
          Values one = bench.fetch(bench.computed().get("chain." + i + "_chain." + name), feeds);
          assertArrayEquals(one.entries(), all.row(i), 1e-12);
        }
      }
    }
  }

  @Test
  void aTrainingStepUpdatesTheStatesOfEachLayer() {
    Bijector layer = Chain.of(BatchNorm.defaults(), new Coupling(new Affine(), Mlp.of(4)));
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Chain chain = new Chain(Collections.nCopies(TIMES, layer));
      Mapped unused = new Repeated(layer, TIMES).inverse(bench.scope().sub("all"), x);
      Mapped unusedOfChain = chain.inverse(bench.scope().sub("chain"), x);
      Map<String, Values> feeds = weights(bench, TIMES);
      feeds.put("x", Values.gaussian(Shape.of(40, 3), 3, new SplittableRandom(1)));
      Values all = bench.fetch(bench.updates().get("all.0_batch_norm.mean"), feeds);
      for (int i = 0; i < TIMES; i++) {
        String name = "chain." + i + "_chain.0_batch_norm.mean";
        Values one = bench.fetch(bench.updates().get(name), feeds);
        assertArrayEquals(one.entries(), all.row(i), 1e-12);
      }
    }
  }

  private static TransformedDistribution flow(int times) {
    Bijector layer =
        Chain.of(new Coupling(new RationalQuadratic(4, 4), Mlp.of(16)), Permutation.reverse(4));
    return new TransformedDistribution(StandardNormal.of(4), new Repeated(layer, times));
  }

  private static int nodes(Distribution flow) {
    GraphDef graph = ServedGraphs.of(flow, MovedWeights.of(flow, 0));
    return graph.getNodeCount()
        + graph.getLibrary().getFunctionList().stream()
            .mapToInt(function -> function.getNodeDefCount())
            .sum();
  }

  @Test
  void servedGraphsDoNotGrowWithTheLayers() {
    assertEquals(nodes(flow(2)), nodes(flow(20)));
  }

  @ParameterizedTest
  @EnumSource
  void drawsHaveTheDensityOfTheModel(Compilation compilation, @TempDir Path folder)
      throws IOException {
    TransformedDistribution flow = flow(5);
    Execution execution = Execution.defaults().withCompilation(compilation);
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 0, MovedWeights.of(flow, 0), execution)) {
      Draws draws = model.sampleAndLogProb(300, 3);
      assertArrayEquals(draws.logProb(), model.logProb(draws.x()), 2e-2f);
      model.export(folder.resolve("model"));
      try (CompiledDistribution loaded =
          CompiledDistribution.load(folder.resolve("model"), execution)) {
        assertArrayEquals(model.logProb(draws.x()), loaded.logProb(draws.x()), 1e-3f);
        assertEquals(flow, loaded.description().definition());
      }
    }
  }

  private static double trained(Bijector bijector) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] rows = new float[600][2];
    for (float[] row : rows) {
      row[0] = (float) ((random.nextBoolean() ? 2 : -2) + 0.3 * random.nextGaussian());
      row[1] = (float) (0.5 * row[0] + 0.5 * random.nextGaussian());
    }
    Training recipe =
        Training.defaults()
            .withSteps(200)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(0.01));
    Distribution flow = new TransformedDistribution(StandardNormal.of(2), bijector);
    try (CompiledDistribution model = recipe.fit(flow, Data.of(rows))) {
      return Double.parseDouble(model.description().get("training.held_out_loss"));
    }
  }

  @Tag("training")
  @Test
  void trainsAsAChainDoes() {
    Bijector layer =
        Chain.of(
            new ActNorm(),
            new Coupling(new RationalQuadratic(6, 4), Mlp.of(32)),
            Permutation.reverse(2));
    double repeated = trained(new Repeated(layer, 4));
    double chain = trained(new Chain(Collections.nCopies(4, layer)));
    assertEquals(chain, repeated, 0.1);
  }

  @Test
  void rejectsWhatCannotBeRepeated() {
    Expect.rejected("got 0", () -> new Repeated(new ActNorm(), 0));
    Repeated flattened = new Repeated(new Reshape(Shape.of(2, 3), Shape.of(6)), 2);
    Expect.rejected("maps [2, 3] to [6]", () -> flattened.forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("maps [6] to [2, 3]", () -> flattened.inverseEventShape(Shape.of(6)));
  }
}
