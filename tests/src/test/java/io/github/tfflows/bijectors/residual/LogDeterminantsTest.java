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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Estimates of log-determinants, beside the exact ones. */
class LogDeterminantsTest {
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
  void aSeriesAddsItsTerms(int terms) {
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
  void theMeanOfASeriesIsTheLogDeterminant(int step) {
    int rows = 20_000;
    Compared compared = Compared.of(new PowerSeries(30), 4, rows, step);
    assertTrue(compared.variance() > 1e-3, () -> "variance " + compared.variance());
    double error = compared.mean() - compared.exact();
    assertEquals(0, error / Math.sqrt(compared.variance() / rows), 4);
  }

  /** In one dimension all terms are exact, and those of fewer rows count for all of them. */
  @Test
  void survivorsCountForAllRows() {
    Set<Integer> starts = new TreeSet<>();
    for (int step = 0; step < 6; step++) {
      Compared compared = Compared.of(new RussianRoulette(1, 0.25, 2), 1, 10, step);
      double jacobian = Math.expm1(compared.exact());
      double survivor = jacobian - jacobian * jacobian / 2 * 10 / 3; // 3 of 10 rows
      double[] found = compared.estimates().entries();
      int survivors = 0;
      for (int row = 0; row < found.length; row++) {
        boolean survives = Math.abs(found[row] - jacobian) > 1e-9;
        assertEquals(survives ? survivor : jacobian, found[row], 1e-14);
        survivors += survives ? 1 : 0;
        if (survives && Math.abs(found[(row + 9) % 10] - jacobian) < 1e-9) {
          starts.add(row);
        }
      }
      assertEquals(3, survivors);
    }
    assertTrue(starts.size() > 2, () -> "the runs begin at " + starts);
  }

  /** To the last term, of one row: the rows of a batch add up to those of the series. */
  @Test
  void theMeanOfABatchHasEveryTerm() {
    Compared roulette = Compared.of(RussianRoulette.of(12), 1, 7, 2);
    double series = Compared.of(new PowerSeries(12), 1, 1, 0).estimates().at(0);
    assertEquals(series, roulette.mean(), 1e-14);
    assertEquals(roulette.exact(), roulette.mean(), 1e-3);
  }

  @Test
  void theMeanOfRouletteIsTheLogDeterminant() {
    int rows = 20_000;
    Compared compared = Compared.of(new RussianRoulette(2, 0.7, 30), 4, rows, 1);
    double error = compared.mean() - compared.exact();
    assertEquals(0, error / Math.sqrt(compared.variance() / rows), 4);
    long distinct = Arrays.stream(compared.estimates().entries()).distinct().count();
    assertTrue(distinct > 10, () -> distinct + " values");
  }

  @Test
  void needsTermsAndAShareOfRows() {
    Expect.rejected("0", () -> new PowerSeries(0));
    Expect.rejected("0", () -> new RussianRoulette(0, 0.5, 3));
    Expect.rejected("1", () -> RussianRoulette.of(1));
    Expect.rejected("1.0", () -> new RussianRoulette(2, 1, 3));
    Expect.rejected("0.0", () -> new RussianRoulette(2, 0, 3));
  }
}
