package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  @Test
  void isTheMeanOfTheDensities() {
    Distribution both =
        new Ensemble(
            List.of(StandardNormal.of(1), DiagonalNormal.fixed(List.of(2.0), List.of(0.5))));
    try (CompiledDistribution model = CompiledDistribution.compile(both, 0)) {
      double x = 1.3;
      double first = Math.exp(-x * x / 2);
      double second = 2 * Math.exp(-2 * (x - 2) * (x - 2));
      double expected = Math.log((first + second) / 2 / Math.sqrt(2 * Math.PI));
      assertEquals(expected, model.logProb(new float[][] {{(float) x}})[0], 1e-5);
    }
  }

  /** Members that overlap, one far away, and two that are equal. */
  @Test
  void quantilesAreThoseOfTheMeanProbability() {
    Distribution far = DiagonalNormal.fixed(List.of(-30.0), List.of(0.01));
    Distribution near = DiagonalNormal.fixed(List.of(2.0), List.of(0.5));
    Distribution all = new Ensemble(List.of(StandardNormal.of(1), near, far, near));
    float[] p = {1e-30f, 1e-9f, 0.001f, 0.2f, 0.25f, 0.3f, 0.5f, 0.62f, 0.75f, 0.99f, 0.99999f};
    Rows levels = Rows.of(p, 1);
    try (CompiledDistribution model = CompiledDistribution.compile(all, 0)) {
      float[] below = model.cdf(model.quantile(levels)).values();
      float[] above = model.survival(model.upperQuantile(levels)).values();
      for (int i = 0; i < p.length; i++) {
        // An error of two units in the last place of x is 4e-3 of the tail of the far member.
        assertEquals(1, below[i] / p[i], 5e-3, "below " + p[i]);
        assertEquals(1, above[i] / p[i], 1e-4, "above " + p[i]);
      }
    }
  }

  @Test
  void theMedianOfTwoMirroredMembersIsTheMiddle() {
    Distribution left = DiagonalNormal.fixed(List.of(-1.0), List.of(1.0));
    Distribution right = DiagonalNormal.fixed(List.of(1.0), List.of(1.0));
    try (CompiledDistribution model =
        CompiledDistribution.compile(new Ensemble(List.of(left, right)), 0)) {
      assertEquals(0, model.quantile(0.5).values()[0], 1e-6);
      // (Φ(-2) + Φ(0)) / 2
      assertEquals(-1, model.quantile(0.26137507).values()[0], 1e-6);
      assertEquals(1, model.upperQuantile(0.26137507).values()[0], 1e-6);
    }
  }

  /**
   * Two members are equal, so that no polynomial through the members' quantiles starts the search.
   */
  @Test
  void quantilesNearTheLargestFloatAreFound() {
    Distribution narrow = Cauchy.fixed(List.of(0.0), List.of(6e32));
    Distribution wide = Cauchy.fixed(List.of(0.0), List.of(1e33));
    float p = 1e-6f;
    try (CompiledDistribution model =
        CompiledDistribution.compile(new Ensemble(List.of(narrow, wide, wide)), 0)) {
      float quantile = model.upperQuantile(p).values()[0];
      assertEquals(1, model.survival(Rows.of(new float[] {quantile}, 1)).values()[0] / p, 1e-5);
    }
  }

  @Test
  void rejectsMembersOfSeveralShapes() {
    Expect.rejected("0 members", () -> new Ensemble(List.of()));
    Expect.rejected(
        "the shapes [[1], [2]]",
        () -> new Ensemble(List.of(StandardNormal.of(1), StandardNormal.of(2))));
  }
}
