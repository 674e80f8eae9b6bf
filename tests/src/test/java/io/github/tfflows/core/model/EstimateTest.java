package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.testing.Expect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class EstimateTest {
  private static final int DRAWS = 20_000;

  private static final CompiledDistribution NORMAL =
      compiled(DiagonalNormal.fixed(List.of(1.0, -2.0), List.of(0.5, 3.0)));

  private static final CompiledDistribution WIDE =
      compiled(DiagonalNormal.fixed(List.of(0.0, 1.0), List.of(2.0, 4.0)));

  private static CompiledDistribution compiled(Distribution distribution) {
    return CompiledDistribution.compile(distribution, 0);
  }

  @AfterAll
  static void close() {
    NORMAL.close();
    WIDE.close();
  }

  private static void assertWithinErrors(double expected, Estimate found) {
    assertEquals(expected, found.value(), 4 * found.standardError(), found::toString);
  }

  @Test
  void isTheMeanOfTheTerms() {
    double[] terms = {1, 2, 6};
    Estimate found = Estimate.of(3, i -> terms[i]);
    assertEquals(3, found.value());
    assertEquals(Math.sqrt(7.0 / 3), found.standardError(), 1e-15);
  }

  /** {@code ½·log(2πe)} and {@code log σ} for each entry. */
  @Test
  void entropyOfAGaussianIsThatOfTheFormula() {
    Estimate found = NORMAL.entropy(DRAWS, 1);
    assertEquals(1 + Math.log(2 * Math.PI) + Math.log(0.5 * 3), found.value(), 1e-6);
    assertEquals(0, found.standardError(), 1e-9);
  }

  /** {@code log y} is Gaussian: the entropy of {@code y} is that of it, and its mean. */
  @Test
  void ofAFlowOnlyTheLogDeterminantIsEstimated() {
    DiagonalNormal base = DiagonalNormal.trainable(1);
    Distribution flow = new TransformedDistribution(base, new Exp());
    Weights weights =
        new Weights(
            Map.of(
                "base.mean", new Weights.Array(Shape.of(1), new double[] {0.25}),
                "base.log_scale", new Weights.Array(Shape.of(1), new double[] {-1})));
    for (Precision precision : Precision.values()) {
      Execution execution = Execution.defaults().withPrecision(precision);
      try (CompiledDistribution model = CompiledDistribution.compile(flow, 0, weights, execution)) {
        Estimate found = model.entropy(DRAWS, 1);
        assertWithinErrors(0.5 + 0.5 * Math.log(2 * Math.PI) - 1 + 0.25, found);
        double expected = Math.exp(-1) / Math.sqrt(DRAWS); // that of log y
        assertEquals(expected, found.standardError(), 0.05 * expected);
      }
    }
  }

  @Test
  void entropyOfAFlowOfConstantVolumeIsExact() {
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(2), new Standardize(List.of(1.0, 2.0), List.of(3.0, 4.0)));
    try (CompiledDistribution model = compiled(flow)) {
      Estimate found = model.entropy(100, 1);
      assertEquals(1 + Math.log(2 * Math.PI) + Math.log(12), found.value(), 1e-5);
      assertEquals(0, found.standardError(), 1e-7);
      assertEquals(found, model.within(Duration.ofMinutes(1)).entropy(100, 1));
    }
  }

  @Test
  void meansAndDeviationsAreThoseOfTheEntries() {
    List<Estimate> mean = NORMAL.mean(DRAWS, 1);
    List<Estimate> deviation = NORMAL.standardDeviation(DRAWS, 1);
    assertEquals(2, mean.size());
    assertWithinErrors(1, mean.get(0));
    assertWithinErrors(-2, mean.get(1));
    assertWithinErrors(0.5, deviation.get(0));
    assertWithinErrors(3, deviation.get(1));
    double expected = 3 / Math.sqrt(2.0 * DRAWS);
    assertEquals(expected, deviation.get(1).standardError(), 0.05 * expected);
    assertEquals(deviation, NORMAL.standardDeviation(DRAWS, 1));
  }

  /** The variance of 1, 2 and 6 is 7; its terms are 6, 1.5 and 13.5. */
  @Test
  void deviationsAreRootsOfVariances() {
    double[] terms = {1, 2, 6};
    Estimate found = Estimate.deviation(3, i -> terms[i]);
    assertEquals(Math.sqrt(7), found.value(), 1e-15);
    double ofVariance = Math.sqrt((1 + 30.25 + 42.25) / 2 / 3);
    assertEquals(ofVariance / (2 * Math.sqrt(7)), found.standardError(), 1e-15);
    assertEquals(new Estimate(0, 0), Estimate.deviation(3, i -> 4));
  }

  /** {@code log τ/σ + (σ² + (μ - ν)²) / 2τ² - ½} for each entry. */
  @Test
  void divergenceOfGaussiansIsThatOfTheFormula() {
    double first = Math.log(4) + (0.25 + 1) / 8 - 0.5;
    double second = Math.log(4.0 / 3) + (9.0 + 9) / 32 - 0.5;
    assertWithinErrors(first + second, NORMAL.divergence(WIDE, DRAWS, 2));
    double back = -Math.log(4) + (4 + 1) / 0.5 - 0.5 - Math.log(4.0 / 3) + (16.0 + 9) / 18 - 0.5;
    assertWithinErrors(back, WIDE.divergence(NORMAL, DRAWS, 3));
  }

  @Test
  void divergenceFromItselfIsZero() {
    Estimate found = NORMAL.divergence(NORMAL, 1000, 4);
    assertEquals(0, found.value(), 1e-6);
    assertEquals(0, found.standardError(), 1e-6);
  }

  @Test
  void divergenceFromWhatHasNoMassThereIsInfinite() {
    try (CompiledDistribution box = compiled(new Uniform(List.of(0.0, -1.0), List.of(2.0, 3.0)))) {
      Estimate found = NORMAL.divergence(box, 100, 1);
      assertEquals(new Estimate(Double.POSITIVE_INFINITY, Double.NaN), found);
    }
  }

  @Test
  void hasTheDrawsOfItsSeed() {
    assertEquals(NORMAL.mean(100, 5), NORMAL.mean(100, 5));
    assertNotEquals(NORMAL.mean(100, 5), NORMAL.mean(100, 6));
  }

  @Test
  void rejectsTooFewDrawsAndOtherEvents() {
    Expect.rejected("got 1", () -> NORMAL.entropy(1, 0));
    Expect.rejected("got 1", () -> NORMAL.mean(1, 0));
    Expect.rejected("got 0", () -> NORMAL.standardDeviation(0, 0));
    Expect.rejected("got -3", () -> NORMAL.divergence(WIDE, -3, 0));
    try (CompiledDistribution line = compiled(StandardNormal.of(1))) {
      Expect.rejected("[1]", () -> NORMAL.divergence(line, 10, 0));
    }
  }
}
