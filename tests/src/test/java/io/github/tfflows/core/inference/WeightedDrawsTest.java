package io.github.tfflows.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.Estimate;
import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class WeightedDrawsTest {
  private static final LogDensity WIDE = (scope, x) -> x.square().sumEvent().times(-0.4);

  /** Weights 1, 3 and 4, whose mean is 8/3 and whose variance is 7/3. */
  @Test
  void areEstimatesByTheirFormulas() {
    Rows x = Rows.of(new float[][] {{1}, {2}, {5}});
    float[] logs = {100, (float) (100 + Math.log(3)), (float) (100 + Math.log(4))};
    WeightedDraws draws = new WeightedDraws(x, logs);
    assertEquals(100 + Math.log(8 / 3.0), draws.logIntegral().value(), 1e-5);
    assertEquals(Math.sqrt(7 / 9.0) / (8 / 3.0), draws.logIntegral().standardError(), 1e-5);
    assertEquals(64 / 26.0, draws.effectiveCount(), 1e-5);
    assertEquals(27 / 8.0, draws.mean(row -> row[0]), 1e-5);
  }

  /** Of {@code exp(-0.4x²)}, whose integral is {@code (π/0.4)^½} and whose variance 1.25. */
  @Test
  void weighDrawsOfAnyDensity() {
    WeightedDraws draws = WeightedDraws.of(StandardNormal.of(1), WIDE, 20_000, 3);
    Estimate found = draws.logIntegral();
    assertEquals(Math.log(Math.PI / 0.4) / 2, found.value(), 5 * found.standardError());
    assertEquals(1.25, draws.mean(x -> x[0] * x[0]), 0.06);
    assertTrue(found.standardError() > 1e-4 && found.standardError() < 0.01, found::toString);
    // E[w]²/E[w²] = √0.6 / 0.8
    assertEquals(Math.sqrt(0.6) / 0.8, draws.effectiveCount() / 20_000, 0.02);
  }

  @Test
  void rejectsOtherNumbers() {
    Rows two = Rows.of(new float[][] {{1}, {2}});
    Expect.rejected("2 draws and 1 weights", () -> new WeightedDraws(two, new float[] {1}));
    Rows one = Rows.of(new float[][] {{1}});
    Expect.rejected("1 draws", () -> new WeightedDraws(one, new float[] {1}));
  }
}
