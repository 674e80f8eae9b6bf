package io.github.tfflows.bijectors.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class ResampledBaseTest {
  private static final ResampledBase LINE = new ResampledBase(StandardNormal.of(1), Mlp.of(), 4);

  private static Map<String, Values> feeds(double acceptance, double kernel, double bias) {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("acceptance", Values.of(Shape.scalar(), acceptance));
    feeds.put("network.output.kernel", Values.of(Shape.of(1, 1), kernel));
    feeds.put("network.output.bias", Values.of(Shape.of(1), bias));
    return feeds;
  }

  @Test
  void isTheDensityOfThePaper() {
    try (Workbench bench = Workbench.float64()) {
      Expr logProb = LINE.logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      Map<String, Values> feeds = feeds(0.3, 2, -1);
      feeds.put("x", Values.rows(Shape.of(1), 0.8));
      double accepted = 1 / (1 + Math.exp(-(2 * 0.8 - 1)));
      double forced = Math.pow(0.7, 3);
      double ratio = (1 - forced) * accepted / 0.3 + forced;
      double normal = -0.32 - 0.5 * Math.log(2 * Math.PI);
      assertEquals(normal + Math.log(ratio), bench.fetch(logProb, feeds).at(0), 1e-14);
    }
  }

  @Test
  void startsAsItsProposal() {
    try (CompiledDistribution model =
        CompiledDistribution.compile(new ResampledBase(StandardNormal.of(2), Mlp.of(8), 100), 0)) {
      float[] logProb = model.logProb(new float[][] {{1, 2}});
      assertEquals(-2.5 - Math.log(2 * Math.PI), logProb[0], 1e-6);
      assertEquals(50, model.sample(50, 1).length);
    }
  }

  /** Of a constant network, {@code Z} is the sigmoid of the bias. */
  @Test
  void aTrainingStepMovesTheAcceptance() {
    try (Workbench bench = Workbench.training()) {
      Expr logProb = LINE.logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      Map<String, Values> feeds = feeds(0.5, 0, 1.5);
      feeds.put("x", Values.rows(Shape.of(1), 0.8, -0.3));
      double rate = 1 / (1 + Math.exp(-1.5));
      double next = 0.5 + 0.05 * (rate - 0.5);
      Values updated = bench.fetchAll(List.copyOf(bench.updates().values()), feeds).get(0);
      assertEquals(next, updated.at(0), 1e-14);
      assertEquals(List.of("acceptance"), List.copyOf(bench.updates().keySet()));

      // A constant network changes no density once Z has followed it: its gradient then vanishes.
      feeds.put("acceptance", Values.of(Shape.scalar(), rate));
      Expr slope = bench.gradient(logProb, bench.parameter("network.output.bias"));
      assertEquals(0, bench.fetch(slope, feeds).at(0), 1e-12);
    }
  }

  @Test
  void everyStepDrawsOtherPoints() {
    try (Workbench bench = Workbench.training()) {
      Expr unused = LINE.logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      Expr next = bench.scope().expr(bench.updates().values().iterator().next());
      double first = bench.fetch(next, feeds(0.5, 2, 0)).at(0) - 0.95 * 0.5;
      double second = bench.fetch(next, feeds(0.50001, 2, 0)).at(0) - 0.95 * 0.50001;
      assertEquals(0.025, first, 2e-3);
      assertNotEquals(first, second, 1e-7);
    }
  }

  /** Two peaks at ±1, three deviations from the middle. */
  @Test
  void learnsAHole() {
    Random random = new Random(1);
    float[][] x = new float[8_000][1];
    for (float[] row : x) {
      row[0] = (float) (0.3 * random.nextGaussian() + (random.nextBoolean() ? 1 : -1));
    }
    ResampledBase base =
        new ResampledBase(
            StandardNormal.of(1), Mlp.of(16, 16).withActivation(Activations.TANH), 50);
    try (CompiledDistribution model = Training.defaults().withSteps(600).fit(base, Data.of(x))) {
      float[][] grid = new float[1200][1];
      for (int i = 0; i < grid.length; i++) {
        grid[i][0] = (i + 0.5f) / 100 - 6;
      }
      double total = 0;
      for (float log : model.logProb(grid)) {
        total += Math.exp(log) / 100;
      }
      assertEquals(1, total, 0.03);
      assertTrue(model.logProb(new float[][] {{0}})[0] < -2.5);
      int between = 0;
      for (float[] drawn : model.sample(2_000, 3)) {
        between += Math.abs(drawn[0]) < 0.25 ? 1 : 0;
      }
      assertTrue(between < 60, "draws in the hole: " + between);
    }
  }

  @Test
  void rejectsWhatItCannotResample() {
    Expect.rejected("1 tries", () -> new ResampledBase(StandardNormal.of(1), Mlp.of(), 1));
    Expect.rejected(
        "[2, 2]", () -> new ResampledBase(new StandardNormal(Shape.of(2, 2)), Mlp.of(), 9));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expect.rejected("absent", () -> LINE.logProb(bench.scope().withPresence(x), x));
    }
  }
}
