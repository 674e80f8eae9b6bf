package io.github.tfflows.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.linear.TriangularAffine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Estimate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class StochasticFlowTest {
  private static final double LOG_INTEGRAL = 1.3;

  /** Two thirds around (-3, 0) and one third around (3, 0), times {@code exp(1.3)}. */
  private static final LogDensity MODES =
      (scope, x) -> {
        Expr left = x.minus(scope.constant(Shape.of(2), -3, 0)).square().sumEvent().times(-2);
        Expr right = x.minus(scope.constant(Shape.of(2), 3, 0)).square().sumEvent().times(-2);
        Expr both = scope.stack(List.of(left.plus(Math.log(2 / 3.0)), right.plus(-Math.log(3))));
        return both.transpose(1, 0).logSumExpLast().plus(LOG_INTEGRAL - Math.log(Math.PI / 2));
      };

  private static final LogDensity LINE =
      (scope, x) -> x.minus(2).times(2).square().sumEvent().times(-0.5);

  /** A kernel whose moves are known, though it is in balance with nothing. */
  private static final TransitionKernel BY_ONE = (scope, density, noise, x) -> x.plus(1);

  /** {@code y₀ ~ N(0, 1)}, {@code y₁ = y₀ + 1}, {@code y₂ = 2y₁ + 0.5}, {@code x = y₂ + 1}. */
  @Test
  void aDrawComesWithTheRatioOfItsPaths() {
    StochasticFlow flow =
        new StochasticFlow(
            StandardNormal.of(1),
            LINE,
            List.of(
                StochasticFlow.Layer.of(BY_ONE),
                StochasticFlow.Layer.of(new Standardize(List.of(0.5), List.of(2.0))),
                StochasticFlow.Layer.of(BY_ONE)));
    try (Workbench bench = Workbench.float64()) {
      Sample drawn = flow.sample(bench.scope(), bench.noise(5, 1, 2));
      List<Values> run = bench.fetchAll(List.of(drawn.value(), drawn.logProb()), Map.of());
      for (int i = 0; i < 5; i++) {
        double x = run.get(0).at(i);
        double y2 = x - 1;
        double y1 = (y2 - 0.5) / 2;
        double y0 = y1 - 1;
        double halfway = (normal(y0) + line(y0)) / 2 - (normal(y1) + line(y1)) / 2;
        double expected = normal(y0) - halfway - Math.log(2) - (line(y2) - line(x));
        assertEquals(expected, run.get(1).at(i), 1e-12);
      }
    }
  }

  private static double normal(double x) {
    return -x * x / 2 - Math.log(2 * Math.PI) / 2;
  }

  private static double line(double x) {
    return -2 * (x - 2) * (x - 2);
  }

  /** The mean of the estimates of the density integrates to one, and draws follow it. */
  @Test
  void theDensityIsEstimatedWithoutBias() {
    LogDensity near = (scope, x) -> x.minus(0.8).square().sumEvent().times(-0.5);
    StochasticFlow flow =
        new StochasticFlow(
            StandardNormal.of(1),
            near,
            List.of(
                StochasticFlow.Layer.of(new RandomWalk(0.7, 2)),
                StochasticFlow.Layer.of(new Standardize(List.of(0.5), List.of(0.8))),
                StochasticFlow.Layer.of(HamiltonianMonteCarlo.langevin(0.5, 1))));
    int cells = 160;
    int repeats = 400;
    double width = 12.0 / cells;
    double[] x = new double[cells];
    Arrays.setAll(x, i -> -6 + (i + 0.5) * width);
    try (Workbench bench = Workbench.float64()) {
      Expr log = flow.logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      Values drawn =
          bench.fetch(flow.sample(bench.scope(), bench.noise(20_000, 3, 4)).value(), Map.of());
      Map<String, Values> feeds = new HashMap<>();
      feeds.put("noise.step", Values.zeros(Shape.scalar()));
      feeds.put("x", Values.rows(Shape.of(1), x).repeatRows(repeats));
      double[] estimates = bench.fetch(log, feeds).map(Math::exp).entries();
      double total = Arrays.stream(estimates).sum() * width / repeats;
      double above = 0;
      for (int i = 0; i < estimates.length; i++) {
        above += x[i / repeats] > 1 ? estimates[i] * width / repeats : 0;
      }
      assertEquals(1, total, 0.02);
      double share = Arrays.stream(drawn.entries()).filter(at -> at > 1).count() / 2e4;
      assertTrue(share > 0.2 && share < 0.8, () -> "share " + share);
      assertEquals(share, above, 0.025);
    }
  }

  static List<TransitionKernel> kernels() {
    return List.of(new RandomWalk(0.8, 3), new HamiltonianMonteCarlo(0.35, 3, 1));
  }

  /** Of a target with modes that the base hardly reaches, whose integral is known. */
  @ParameterizedTest
  @MethodSource("kernels")
  void annealingFindsTheIntegral(TransitionKernel kernel) {
    Distribution base = DiagonalNormal.fixed(List.of(0.0, 0.0), List.of(1.5, 1.5));
    StochasticFlow annealed = StochasticFlow.annealed(base, MODES, 8, kernel);
    WeightedDraws draws = WeightedDraws.of(annealed, MODES, 8_000, 1);
    Estimate found = draws.logIntegral();
    assertEquals(LOG_INTEGRAL, found.value(), 5 * found.standardError());
    assertTrue(found.standardError() < 0.03, found::toString);
    assertEquals(1 / 3.0, draws.mean(x -> x[0] > 0 ? 1 : 0), 0.04);
    double plain = WeightedDraws.of(base, MODES, 8_000, 1).effectiveCount();
    assertTrue(draws.effectiveCount() > 2 * plain, draws.effectiveCount() + " over " + plain);
  }

  /** The maps alone would have to match the target; chains even out the weights of the rest. */
  @ParameterizedTest
  @MethodSource("kernels")
  void trainsItsMapsTowardsTheTarget(TransitionKernel kernel) {
    LogDensity far =
        (scope, x) ->
            x.minus(scope.constant(Shape.of(2), 4, -3)).times(2).square().sumEvent().times(-0.5);
    StochasticFlow flow =
        new StochasticFlow(
            StandardNormal.of(2),
            far,
            List.of(
                StochasticFlow.Layer.of(new TriangularAffine(2)),
                StochasticFlow.Layer.of(kernel),
                StochasticFlow.Layer.of(new TriangularAffine(2)),
                StochasticFlow.Layer.of(kernel)));
    Training recipe =
        Training.defaults()
            .withSteps(500)
            .withBatchSize(128)
            .withLearningRate(LearningRate.cosine(0.05));
    double logIntegral = Math.log(Math.PI / 2);
    try (CompiledDistribution fitted = recipe.fitTo(flow, far)) {
      double loss = Double.parseDouble(fitted.description().get("training.held_out_loss"));
      assertEquals(-logIntegral, loss, 0.1);
      WeightedDraws draws = WeightedDraws.of(flow, fitted.weights(), far, 4_000, 2);
      assertEquals(logIntegral, draws.logIntegral().value(), 0.05);
      assertTrue(draws.effectiveCount() > 2_800, () -> "of 4000: " + draws.effectiveCount());
      assertEquals(4, draws.mean(x -> x[0]), 0.06);
    }
  }

  @Test
  void drawsDependOnTheSeed() {
    StochasticFlow flow =
        StochasticFlow.annealed(StandardNormal.of(2), MODES, 3, new RandomWalk(1, 2));
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      float[][] first = model.sample(50, 1);
      assertTrue(Arrays.deepEquals(first, model.sample(50, 1)));
      assertNotEquals(first[0][0], model.sample(50, 2)[0][0]);
      float[] logProb = model.logProb(first);
      assertTrue(Arrays.equals(logProb, model.logProb(first)));
      for (float log : logProb) {
        assertTrue(Float.isFinite(log));
      }
    }
  }

  /** Outside of a bounded base, only the last chain has a density. */
  @Test
  void theLastChainSeesTheTargetAlone() {
    Distribution base = Uniform.cube(2, -4, 4);
    WeightedDraws draws =
        WeightedDraws.of(
            StochasticFlow.annealed(base, MODES, 10, new RandomWalk(1, 3)), MODES, 8_000, 5);
    Estimate found = draws.logIntegral();
    assertEquals(LOG_INTEGRAL, found.value(), 5 * found.standardError() + 0.01); // 4.5 % is outside
  }

  @Test
  void rejectsWhatIsNoPath() {
    Distribution base = StandardNormal.of(4);
    Expect.rejected("none", () -> new StochasticFlow(base, MODES, List.of()));
    Reshape reshape = new Reshape(Shape.of(4), Shape.of(2, 2));
    Expect.rejected(
        "[4]", () -> new StochasticFlow(base, MODES, List.of(StochasticFlow.Layer.of(reshape))));
  }
}
