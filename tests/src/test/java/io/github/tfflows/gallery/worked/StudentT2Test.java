package io.github.tfflows.gallery.worked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tensorflow.ndarray.Shape;

/** Its tails are too heavy for a box that holds nearly all of the mass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudentT2Test {
  private static final int DRAWS = 20_000;

  private CompiledDistribution model;

  @BeforeAll
  void compile() {
    model = CompiledDistribution.compile(new OwnBase.StudentT2(1), 0);
  }

  @AfterAll
  void close() {
    model.close();
  }

  /** By the midpoint rule for {@code t} with {@code x = sinh(t)}, up to 1e5. */
  @Test
  void densityIntegratesToOne() {
    int cells = 4000;
    double end = Math.log(2e5);
    double width = 2 * end / cells;
    float[][] points = new float[cells][1];
    for (int i = 0; i < cells; i++) {
      points[i][0] = (float) Math.sinh(-end + (i + 0.5) * width);
    }
    float[] logProb = model.logProb(points);
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      sum += Math.exp(logProb[i]) * Math.cosh(-end + (i + 0.5) * width) * width;
    }
    assertEquals(1, sum, 1e-5); // single precision
  }

  /** Kolmogorov and Smirnov's test at the level 0.001, whose quantile of {@code D √n} is 1.95. */
  @Test
  void drawsFollowTheDistributionFunction() {
    float[] draws = model.sampleAndLogProb(DRAWS, 3).x().values();
    Arrays.sort(draws);
    double distance = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = draws[i];
      double below = 0.5 + 0.5 * x / Math.sqrt(2 + x * x);
      distance = Math.max(distance, Math.abs(below - (i + 0.5) / DRAWS));
    }
    double statistic = distance * Math.sqrt(DRAWS);
    assertTrue(statistic < 1.95, () -> "statistic " + statistic);
  }

  @Test
  void drawsComeWithTheirLogDensity() {
    Draws draws = model.sampleAndLogProb(DRAWS, 4);
    assertArrayEquals(model.logProb(draws.x()), draws.logProb(), 1e-5f);
  }

  @Test
  void entriesAreIndependent() {
    OwnBase.StudentT2 plane = new OwnBase.StudentT2(2);
    assertEquals(Shape.of(2), plane.eventShape());
    try (CompiledDistribution both = CompiledDistribution.compile(plane, 0)) {
      float[] each = model.logProb(new float[][] {{-0.4f}, {7}});
      float together = both.logProb(new float[][] {{-0.4f, 7}})[0];
      assertEquals(each[0] + each[1], together, 1e-5);
    }
  }
}
