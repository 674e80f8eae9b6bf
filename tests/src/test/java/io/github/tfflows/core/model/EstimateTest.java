package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
    assertWithinErrors(1 + Math.log(2 * Math.PI) + Math.log(0.5 * 3), found);
    double expected = Math.sqrt(1.0 / DRAWS); // log p has the variance d/2
    assertEquals(expected, found.standardError(), 0.05 * expected);
  }

  @Test
  void entropyOfABoxIsTheLogOfItsVolume() {
    try (CompiledDistribution box = compiled(new Uniform(List.of(0.0, -1.0), List.of(2.0, 3.0)))) {
      Estimate found = box.entropy(100, 1);
      assertEquals(Math.log(8), found.value(), 1e-6);
      assertEquals(0, found.standardError(), 1e-7);
    }
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
    assertEquals(NORMAL.entropy(100, 5), NORMAL.entropy(100, 5));
    assertNotEquals(NORMAL.entropy(100, 5), NORMAL.entropy(100, 6));
  }

  @Test
  void rejectsTooFewDrawsAndOtherEvents() {
    Expect.rejected("got 1", () -> NORMAL.entropy(1, 0));
    Expect.rejected("got -3", () -> NORMAL.divergence(WIDE, -3, 0));
    try (CompiledDistribution line = compiled(StandardNormal.of(1))) {
      Expect.rejected("[1]", () -> NORMAL.divergence(line, 10, 0));
    }
  }
}
