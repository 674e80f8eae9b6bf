package io.github.tfflows.bijectors.network;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.Permutation;
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
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** The contract runs in double precision, in which products are not narrowed. */
class MixedPrecisionNetTest {
  /** Halfway from one to the next number of bfloat16: it is rounded to even, to one. */
  private static final double BETWEEN = 1 + Math.pow(2, -8);

  /** Vectors and images. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void multipliesInBfloat16AndAddsInSinglePrecision(int places) {
    Shape event = places == 1 ? Shape.of(2) : Shape.of(places, 1, 2);
    try (Workbench bench = Workbench.float32()) {
      Expr known = bench.input("known", event.prepend(-1));
      Expr theta = Mlp.of().withMixedPrecision().parameters(bench.scope(), known, 1, 1);
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("known", Values.ones(event.prepend(1)).map(at -> BETWEEN));
      feeds.put("output.kernel", Values.of(Shape.of(2, 1), BETWEEN, 2 * BETWEEN));
      feeds.put("output.bias", Values.of(Shape.of(1), Math.pow(2, -10)));
      Values found = bench.fetch(theta, feeds);
      assertEquals(places, found.size());
      assertEquals(3 + Math.pow(2, -10), found.at(0), 0);
    }
  }

  @Test
  void gradientsAreThoseOfTheProductOfRoundedFactors() {
    try (Workbench bench = Workbench.float32()) {
      Expr known = bench.input("known", Shape.of(-1, 1));
      Expr theta = Mlp.of().withMixedPrecision().parameters(bench.scope(), known, 1, 1);
      List<Expr> by =
          List.of(known, bench.parameter("output.kernel"), bench.parameter("output.bias"));
      List<Expr> found = new ArrayList<>();
      bench.gradients(bench.total(theta), by).forEach(at -> found.add(at.orElseThrow()));
      Map<String, Values> feeds = new LinkedHashMap<>();
      feeds.put("known", Values.rows(Shape.of(1), 3 * BETWEEN));
      feeds.put("output.kernel", Values.of(Shape.of(1, 1), BETWEEN));
      feeds.put("output.bias", Values.zeros(Shape.of(1)));
      List<Values> run = bench.fetchAll(found, feeds);
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
            .map(nodes -> nodes.stream().filter(MixedPrecisionNetTest::isNarrow).count())
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
