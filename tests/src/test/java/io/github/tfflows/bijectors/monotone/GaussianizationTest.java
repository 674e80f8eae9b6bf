package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.TriangularSpline;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class GaussianizationTest {
  /** The reference is the formula in 60 digits and its central difference, by mpmath 1.3. */
  @Test
  void yieldsTheReferenceValues() {
    double[] y = MonotoneReferences.numbers("Gaussianization.y");
    double[] logSlope = MonotoneReferences.numbers("Gaussianization.log_slope");
    new ScalarTrial(new Gaussianization(3), LogisticMixtureTest.raw())
        .expectMap(1e-12, LogisticMixtureTest.X, y, logSlope);
  }

  /** zuko 1.6.0, GaussianizationTransform, which moves the quantile's argument by 1e-6. */
  @Test
  void isThatOfZukoWithEqualWeights() {
    double[] x = {-2, -0.3, 0, 0.4, 1.1, 2.5};
    double[] y = MonotoneReferences.numbers("Gaussianization.zuko.y");
    double[] logSlope = MonotoneReferences.numbers("Gaussianization.zuko.log_slope");
    double[] theta = LogisticMixtureTest.raw();
    Arrays.fill(theta, 0, 3, 0);
    for (int i = 0; i < x.length; i++) {
      y[i] = 0.999 * y[i] + 1e-3 * x[i];
      logSlope[i] = Math.log(0.999 * Math.exp(logSlope[i]) + 1e-3);
    }
    new ScalarTrial(new Gaussianization(3), theta).expectMap(5e-6, x, y, logSlope);
  }

  /** Both functions undo each other, through the middle, the seams at ±12 and the far tails. */
  @Test
  void oneComponentIsAnAffineMap() {
    double[] x = {-1e9, -5e3, -38.5, -12.001, -12, -11.999, -6, -1, -1e-9, 0, 0.5, 3, 12, 13, 1e6};
    double scale = 2;
    double squashed = Math.log(scale) / (1 - Math.log(scale) / Math.log(1e3));
    double slope = 0.999 / scale + 1e-3;
    new ScalarTrial(new Gaussianization(1), 0.3, 0, squashed)
        .expectMap(
            1e-13,
            Arrays.stream(x).map(at -> at * scale).toArray(),
            Arrays.stream(x).map(at -> at * scale * slope).toArray(),
            Arrays.stream(x).map(at -> Math.log(slope)).toArray());
  }

  /** Components that are narrow and far apart leave plains between them. */
  @Test
  void returnsFromPlains() {
    double[] theta = {0, 3, -3, -40, 30, 20, -20, 5, -50};
    new ScalarTrial(new Gaussianization(3), theta)
        .expectReturn(1e-9, 3e-6, -1e6, -200, -21, -20, -5, 0, 11, 24, 25, 30, 1e5);
  }

  /** XLA's own quantile of a probability below 3e-8, at -5.4, is infinite. */
  @Test
  void xlaKeepsTheTails() {
    Distribution flow =
        new TransformedDistribution(
            new StandardNormal(Shape.of(1)), new TriangularSpline(new Gaussianization(3)));
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    float[][] x = {{-30}, {-12}, {-11}, {-8}, {-6}, {-5}, {-4}, {0.5f}, {5}, {7}, {11}, {14}};
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0, 1, xla)) {
      float[] found = model.logProb(Rows.of(x));
      for (int i = 0; i < x.length; i++) {
        double expected = -0.5 * x[i][0] * x[i][0] - 0.5 * Math.log(2 * Math.PI);
        assertEquals(expected, found[i], 2e-5 * (1 - expected), "at " + x[i][0]);
      }
    }
  }

  @Test
  void rejectsAMixtureOfNothing() {
    Expect.rejected("got 0", () -> new Gaussianization(0));
  }
}
