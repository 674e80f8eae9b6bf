package io.github.tfflows.bijectors.residual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.SmoothActivation;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class PowerSeriesTest {
  private static final ResidualFlow FLOW =
      ResidualFlow.of(LipschitzMlp.of(8).withActivation(SmoothActivation.SINE).withSlope(0.7));

  /** Log-determinants of equal rows: those of a training step, and the exact one. */
  record Compared(Values estimates, double exact) {
    static Compared of(LogDeterminant estimator, int d, int rows, int step) {
      ResidualFlow estimated = FLOW.withLogDeterminant(estimator);
      try (Workbench bench = Workbench.training();
          Workbench other = Workbench.float64()) {
        Mapped found = estimated.inverse(bench.scope(), bench.input("y", Shape.of(-1, d)));
        Mapped exact = estimated.inverse(other.scope(), other.input("y", Shape.of(-1, d)));
        SplittableRandom random = new SplittableRandom(4);
        Map<String, Values> feeds = bench.gaussianParameters(1, random);
        feeds.replaceAll((name, at) -> name.endsWith("bias") ? Values.zeros(at.shape()) : at);
        feeds.put("step", Values.of(Shape.scalar(), step));
        feeds.put("y", Values.gaussian(Shape.of(1, d), 0.3, random).repeatRows(rows));
        double expected = other.fetch(exact.logDet(), feeds).at(0);
        return new Compared(bench.fetch(found.logDet(), feeds), expected);
      }
    }

    double mean() {
      return estimates.mean();
    }

    double variance() {
      double mean = mean();
      return Arrays.stream(estimates.entries())
          .map(at -> (at - mean) * (at - mean))
          .average()
          .orElseThrow();
    }
  }

  /** In one dimension the square of a random sign is one, and each term is exact. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void addsTheTermsOfTheSeries(int terms) {
    Compared compared = Compared.of(new PowerSeries(terms), 1, 1, 0);
    double jacobian = Math.expm1(compared.exact());
    assertTrue(Math.abs(jacobian) > 0.1, () -> "a flat map: " + jacobian);
    double sum = 0;
    for (int k = 1; k <= terms; k++) {
      sum -= Math.pow(-jacobian, k) / k;
    }
    assertEquals(sum, compared.estimates().at(0), 1e-14);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void theMeanIsTheLogDeterminant(int step) {
    int rows = 20_000;
    Compared compared = Compared.of(new PowerSeries(30), 4, rows, step);
    assertTrue(compared.variance() > 1e-3, () -> "variance " + compared.variance());
    double error = compared.mean() - compared.exact();
    assertEquals(0, error / Math.sqrt(compared.variance() / rows), 4);
  }

  @Test
  void needsATerm() {
    Expect.rejected("0", () -> new PowerSeries(0));
  }
}
