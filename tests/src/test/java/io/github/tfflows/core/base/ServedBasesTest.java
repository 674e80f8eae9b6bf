package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bases are served, exported and loaded again: a loaded graph may consist of known ops only. */
class ServedBasesTest {
  @TempDir Path folder;

  private static Stream<Distribution> bases() {
    return Stream.of(
        FullNormal.trainable(2),
        StudentT.trainable(2, 4),
        Joint.of(Laplace.trainable(1), Logistic.trainable(1), Cauchy.trainable(1)),
        Joint.of(Exponential.trainable(1), Gamma.trainable(1), Beta.trainable(1)),
        VonMises.trainable(2),
        VonMisesFisher.trainable(4),
        PowerSpherical.trainable(3),
        TruncatedNormal.trainable(Uniform.cube(2, -1, 3)),
        Quantized.of(Logistic.trainable(2)),
        new Quantized(DiagonalNormal.trainable(2), -3, 3),
        new OrderStatistic(2, 9, Logistic.trainable(2)),
        Mixture.ofGaussians(3, 2, 1));
  }

  @ParameterizedTest
  @MethodSource("bases")
  void aLoadedModelDrawsAndScoresAlike(Distribution base) throws IOException {
    Path path = folder.resolve("model");
    try (CompiledDistribution model = CompiledDistribution.compile(base, 0)) {
      float[][] draws = model.sample(100, 5);
      float[] logProb = model.logProb(draws);
      for (float each : logProb) {
        assertTrue(Float.isFinite(each), () -> base + ": " + each);
      }
      model.export(path, ExportOptions.defaults());
      try (CompiledDistribution loaded = CompiledDistribution.load(path)) {
        assertArrayEquals(draws, loaded.sample(100, 5));
        assertArrayEquals(logProb, loaded.logProb(draws));
        assertEquals(base.eventShape(), loaded.eventShape());
      }
    }
  }
}
