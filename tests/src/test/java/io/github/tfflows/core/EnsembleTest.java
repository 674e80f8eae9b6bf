package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

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

  static List<Supplier<Workbench>> precisions() {
    return List.of(Workbench::float32, Workbench::float64);
  }

  /**
   * Locations from 0.01 to 1,000 apart with deviations from 1e-5 to 100, at levels in tails and in
   * gaps between members: the probability of at most a number is at least the level there, and not
   * below it, up to rounding.
   */
  @ParameterizedTest
  @MethodSource("precisions")
  void quantilesOfMembersThatDisagreeAreExact(Supplier<Workbench> precision) {
    Distribution member = DiagonalNormal.trainable(1);
    Marginals all = new Ensemble(List.of(member, member, member)).marginals().orElseThrow();
    double[] levels = {1e-20, 1e-6, 0.01, 0.2, 0.33333, 1 / 3.0, 0.33334, 0.5, 2 / 3.0, 0.9, 0.999};
    SplittableRandom random = new SplittableRandom(4);
    try (Workbench bench = precision.get()) {
      GraphScope scope = bench.scope();
      double epsilon = scope.limits().epsilon();
      Expr p = bench.input("p", Shape.of(-1, 1));
      Expr x = all.quantile().at(scope, p);
      Expr rounding = x.abs().times(2 * epsilon).plus(1e-30);
      List<Expr> outputs =
          List.of(all.cdf().at(scope, x.minus(rounding)), all.cdf().at(scope, x.plus(rounding)));
      for (int i = 0; i < 100; i++) {
        Map<String, Values> feeds = new HashMap<>(Map.of("p", Values.rows(Shape.of(1), levels)));
        bench
            .parameterShapes()
            .forEach((name, shape) -> feeds.put(name, Values.of(shape, number(name, random))));
        List<Values> found = bench.fetchAll(outputs, feeds);
        for (int k = 0; k < levels.length; k++) {
          String at = "at %s of %s".formatted(levels[k], feeds);
          double low = found.get(0).at(k) / levels[k];
          double high = found.get(1).at(k) / levels[k];
          assertTrue(low <= 1 + 40 * epsilon, () -> low + " below, " + at);
          assertTrue(high >= 1 - 40 * epsilon, () -> high + " above, " + at);
        }
      }
    }
  }

  private static double number(String name, SplittableRandom random) {
    return name.endsWith("scale")
        ? random.nextDouble(Math.log(1e-5), Math.log(100))
        : random.nextDouble(-1, 1) * Math.pow(10, random.nextDouble(-2, 3));
  }

  @Test
  void rejectsMembersOfSeveralShapes() {
    Expect.rejected("0 members", () -> new Ensemble(List.of()));
    Expect.rejected(
        "the shapes [[1], [2]]",
        () -> new Ensemble(List.of(StandardNormal.of(1), StandardNormal.of(2))));
  }
}
