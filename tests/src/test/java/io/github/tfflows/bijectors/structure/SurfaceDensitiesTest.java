package io.github.tfflows.bijectors.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Densities of compiled distributions on surfaces. */
class SurfaceDensitiesTest {
  private static final int POINTS = 20_000;

  private static CompiledDistribution compiled(int d, Bijector map) {
    return CompiledDistribution.compile(new TransformedDistribution(StandardNormal.of(d), map), 1);
  }

  private static Stream<Bijector> simplices() {
    return Stream.of(new StickBreaking(), new SoftmaxCentered());
  }

  /** The integral over the first of two shares. */
  @ParameterizedTest
  @MethodSource("simplices")
  void sharesAreCountedByTheFirstEntries(Bijector map) {
    float[][] shares = new float[POINTS][];
    for (int i = 0; i < POINTS; i++) {
      float first = (i + 0.5f) / POINTS;
      shares[i] = new float[] {first, 1 - first};
    }
    assertEquals(1, sum(compiled(1, map), shares) / POINTS, 1e-4);
  }

  /** The integral over the angle on the circle. */
  @Test
  void directionsAreCountedByTheArea() {
    float[][] directions =
        IntStream.range(0, POINTS)
            .mapToDouble(i -> 2 * Math.PI * (i + 0.5) / POINTS)
            .mapToObj(angle -> new float[] {(float) Math.sin(angle), (float) Math.cos(angle)})
            .toArray(float[][]::new);
    double length = 2 * Math.PI / POINTS;
    assertEquals(1, sum(compiled(1, new Sphere()), directions) * length, 1e-4);
  }

  private static double sum(CompiledDistribution distribution, float[][] points) {
    try (distribution) {
      double sum = 0;
      for (float at : distribution.logProb(points)) {
        sum += Math.exp(at);
      }
      return sum;
    }
  }

  /** Draws have, in single precision, the log-densities that they are drawn with. */
  @Test
  void covariancesAreDrawnAndScored() {
    Bijector map =
        Chain.of(
            new FillTriangular(),
            new TransformDiagonal(new Softplus()),
            new CholeskyOuterProduct(),
            new Reshape(Shape.of(3, 3), Shape.of(9)));
    try (CompiledDistribution distribution = compiled(6, map)) {
      Draws drawn = distribution.sampleAndLogProb(100, 3);
      float[] logProb = distribution.logProb(drawn.x());
      for (int i = 0; i < logProb.length; i++) {
        assertEquals(drawn.logProb()[i], logProb[i], 1e-2 * (1 + Math.abs(logProb[i])));
      }
    }
  }
}
