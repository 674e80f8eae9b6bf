package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Draws in one sweep or in loops, beside repeated passes. */
class MaskedAutoregressiveTest {
  private static final Affine MAP = new Affine();
  private static final Made NETWORK = Made.of(16, 16);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 21})
  void oneSweepYieldsWhatRepeatedPassesYield(int d) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      GraphScope scope = bench.scope(bench.input("context", Shape.of(-1, 2)));
      Mapped swept = new MaskedAutoregressive(MAP, NETWORK).forward(scope, x);
      Mapped passes = repeatedPasses(scope, x, d);

      Map<String, Values> feeds = feeds(bench, d);
      Values expected = bench.fetch(passes.value(), feeds);
      assertTrue(bench.fetch(swept.value(), feeds).distance(expected) <= 1e-12);
      Values logs = bench.fetch(passes.logDet().sumEvent(), feeds);
      assertTrue(bench.fetch(swept.logDet(), feeds).distance(logs) <= 1e-12);
    }
  }

  /** The usual inversion: after pass {@code i}, features up to {@code i} are final. */
  private static Mapped repeatedPasses(GraphScope scope, Expr x, int d) {
    Mapped y = new Mapped(x.zeros(), x);
    for (int i = 0; i < d; i++) {
      Expr theta = NETWORK.parameters(scope.sub("conditioner"), y.value(), MAP.parameters());
      y = MAP.forward(scope, x, theta);
    }
    return y;
  }

  private static Map<String, Values> feeds(Workbench bench, int d) {
    SplittableRandom random = new SplittableRandom(d);
    Map<String, Values> feeds = bench.gaussianParameters(0.3, random);
    feeds.put("x", Values.gaussian(Shape.of(6, d), 1, random));
    feeds.put("context", Values.gaussian(Shape.of(6, 2), 1, random));
    return feeds;
  }

  /** Where no gradients are needed, large layers may loop over the features. */
  @ParameterizedTest
  @CsvSource({"3, false", "12, false", "12, true", "40, true"})
  void evaluationYieldsWhatOtherPhasesYield(int d, boolean masked) {
    ScalarBijector map = d == 40 ? MAP : new RationalQuadratic(4, 3);
    Bijector layer = new MaskedAutoregressive(map, ResidualMade.of(40, 1));
    List<Values> values = new ArrayList<>();
    for (Workbench made : List.of(Workbench.float64(), Workbench.evaluating())) {
      try (Workbench bench = made) {
        GraphScope scope = bench.scope(bench.input("context", Shape.of(-1, 2)));
        Expr mask = bench.input("mask", Shape.of(-1, d));
        Mapped y =
            layer.forward(
                masked ? scope.withPresence(mask) : scope, bench.input("x", Shape.of(-1, d)));
        Map<String, Values> feeds = feeds(bench, d);
        SplittableRandom random = new SplittableRandom(1);
        feeds.put("mask", Values.zeros(Shape.of(6, d)).map(at -> random.nextInt(2)));
        values.addAll(bench.fetchAll(List.of(y.value(), y.logDet()), feeds));
      }
    }
    assertTrue(values.get(2).distance(values.get(0)) <= 1e-12);
    assertTrue(values.get(3).distance(values.get(1)) <= 1e-12);
  }

  private static final int FEATURES = 30;

  /** Draws of the first layer are slow, densities of the second. */
  private static TransformedDistribution flow() {
    Bijector layer = new MaskedAutoregressive(new RationalQuadratic(4, 5), Made.of(24, 24));
    return new TransformedDistribution(
        StandardNormal.of(FEATURES), Chain.of(layer, layer.inverted(), layer));
  }

  /** Weights of which the density does not depend too steeply on the last digit of a draw. */
  private static Weights weights(Distribution flow) {
    return MovedWeights.each(MovedWeights.of(flow, 0), (name, value) -> 0.3 * value);
  }

  @ParameterizedTest
  @EnumSource
  void drawsHaveTheDensityOfTheModel(Compilation compilation, @TempDir Path directory)
      throws IOException {
    TransformedDistribution flow = flow();
    Execution execution =
        Execution.defaults().withCompilation(compilation).withPrecision(Precision.FLOAT64);
    int[] counts = compilation == Compilation.XLA ? new int[] {7} : new int[] {1, 7, 600};
    Path export = directory.resolve("model");
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 0, weights(flow), execution)) {
      for (int count : counts) {
        Draws draws = model.sampleAndLogProb(count, 3);
        float[] logProb = model.logProb(draws.x());
        assertArrayEquals(draws.logProb(), logProb, 2e-4f);
      }
      model.export(export);
      try (CompiledDistribution loaded = CompiledDistribution.load(export, execution)) {
        Draws draws = model.sampleAndLogProb(7, 4);
        Draws again = loaded.sampleAndLogProb(7, 4);
        assertArrayEquals(draws.x().values(), again.x().values(), 1e-4f);
        assertArrayEquals(draws.logProb(), again.logProb(), 1e-3f);
        assertTrue(Float.isFinite(draws.logProb()[0]));
      }
    }
  }
}
