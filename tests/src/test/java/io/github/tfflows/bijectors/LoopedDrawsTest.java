package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.autoregressive.Made;
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
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of many features, whose draws run in loops. */
class LoopedDrawsTest {
  private static final int D = 30;

  /** Draws of the first layer are slow, densities of the second. */
  private static TransformedDistribution flow() {
    Bijector layer = new MaskedAutoregressive(new RationalQuadratic(4, 5), Made.of(24, 24));
    return new TransformedDistribution(
        StandardNormal.of(D), Chain.of(layer, layer.inverted(), layer));
  }

  /** Weights of which the density does not depend too steeply on the last digit of a draw. */
  private static Weights weights(Distribution flow) {
    Map<String, Weights.Array> small = new LinkedHashMap<>();
    MovedWeights.of(flow, 0)
        .byName()
        .forEach(
            (name, array) -> {
              double[] values = array.values().clone();
              Arrays.setAll(values, i -> 0.3 * values[i]);
              small.put(name, new Weights.Array(array.shape(), values));
            });
    return new Weights(small);
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
