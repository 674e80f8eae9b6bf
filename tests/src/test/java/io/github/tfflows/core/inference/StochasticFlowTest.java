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
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Loop;
import io.github.tfflows.core.graph.Noise;
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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class StochasticFlowTest {
  @AutoClose private final Workbench bench = Workbench.float64();

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
  void rejectsWhatIsNoPathOrStep() {
    Distribution base = StandardNormal.of(4);
    Expect.rejected("none", () -> new StochasticFlow(base, MODES, List.of()));
    Reshape reshape = new Reshape(Shape.of(4), Shape.of(2, 2));
    Expect.rejected(
        "[4]", () -> new StochasticFlow(base, MODES, List.of(StochasticFlow.Layer.of(reshape))));
    Expect.rejected("stepSize must be positive and finite, got 0.0", () -> new RandomWalk(0, 1));
    Expect.rejected("steps must be at least 1, got 0", () -> new RandomWalk(1, 0));
    Expect.rejected("NaN", () -> HamiltonianMonteCarlo.langevin(Double.NaN, 1));
    Expect.rejected(
        "leapfrogs must be at least 1, got 0", () -> new HamiltonianMonteCarlo(1, 0, 1));
    Expect.rejected("steps must be at least 1, got -1", () -> new HamiltonianMonteCarlo(1, 1, -1));
  }

  private static final int CHAINS = 20_000;

  /** {@code p̃(x) = exp(-x⁴/4)}. */
  private static final LogDensity QUARTIC =
      (scope, x) -> x.square().square().sumEvent().times(-0.25);

  static Stream<TransitionKernel> all() {
    return Stream.of(
        new RandomWalk(1, 40),
        HamiltonianMonteCarlo.langevin(0.6, 20),
        new HamiltonianMonteCarlo(0.4, 5, 16));
  }

  /** Of draws of the density, pairs before and after a step are exchangeable. */
  @ParameterizedTest
  @MethodSource("all")
  void stepsAreInDetailedBalance(TransitionKernel kernel) {
    LogDensity skewed = (scope, x) -> x.minus(x.exp()).sumEvent();
    SplittableRandom random = new SplittableRandom(3);
    double[] start = IntStream.range(0, CHAINS).mapToDouble(i -> gumbel(random)).toArray();
    Expr x = bench.input("x", Shape.of(-1, 1));
    TransitionKernel one = once(kernel);
    Expr y = one.moved(bench.scope(), skewed, bench.noise(CHAINS, 3, 4), x);
    Values reached = bench.fetch(y, Map.of("x", Values.rows(Shape.of(1), start)));
    double flow = 0;
    double squares = 0;
    int moved = 0;
    for (int i = 0; i < CHAINS; i++) {
      double tails = Math.tanh(start[i]) * reached.at(i) - Math.tanh(reached.at(i)) * start[i];
      flow += tails;
      squares += tails * tails;
      moved += start[i] == reached.at(i) ? 0 : 1;
    }
    assertEquals(0, flow, 5 * Math.sqrt(squares));
    assertTrue(moved > CHAINS / 2 && moved < CHAINS, "moved: " + moved);
  }

  private static double gumbel(SplittableRandom random) {
    return Math.log(-Math.log(random.nextDouble()));
  }

  private static TransitionKernel once(TransitionKernel kernel) {
    return kernel instanceof HamiltonianMonteCarlo dynamics
        ? new HamiltonianMonteCarlo(2 * dynamics.stepSize(), dynamics.leapfrogs(), 1)
        : new RandomWalk(1, 1);
  }

  /** Steps of Langevin's algorithm that are all accepted, on a line. */
  @Test
  void aLeapfrogFollowsTheForce() {
    LogDensity line = (scope, x) -> x.sumEvent().times(3);
    Expr x = bench.input("x", Shape.of(-1, 1));
    Noise noise = bench.noise(4, 5, 6);
    Expr y = new HamiltonianMonteCarlo(0.1, 2, 1).moved(bench.scope(), line, noise, x);
    Expr v = noise.stream(bench.scope(), 0).normal(bench.scope(), Shape.of(1));
    Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), 1, -2, 0, 4));
    Values expected = bench.fetch(x.plus(v.times(0.2)).plus(3 * 0.2 * 0.2 / 2), feeds);
    assertTrue(bench.fetch(y, feeds).distance(expected) <= 1e-14);
  }

  /** Three steps, which are a loop where a graph evaluates. */
  private static Expr repeated(GraphScope scope, Expr x) {
    Loop.Body body = (at, step, y) -> List.of(y.get(0).tanh().plus(at.context().orElseThrow()));
    List<Expr> y = List.of(x);
    if (!scope.isDifferentiated()) {
      y = scope.repeat(scope.tf().constant(3), y, body);
    } else {
      for (int i = 0; i < 3; i++) {
        y = body.next(scope, scope.tf().constant(i), y);
      }
    }
    return y.get(0).square().sumEvent();
  }

  @Test
  void graphsThatEvaluateHaveForces() {
    LogDensity density = (scope, x) -> repeated(scope, x).times(-0.5);
    Values[] reached = new Values[2];
    for (int i = 0; i < 2; i++) {
      try (Workbench wide = i == 0 ? Workbench.float64() : Workbench.evaluating()) {
        Expr x = wide.input("x", Shape.of(-1, 1));
        GraphScope scope = wide.scope(wide.scope().constant(Shape.of(1, 1), 0.5));
        TransitionKernel kernel = HamiltonianMonteCarlo.langevin(0.6, 3);
        Expr y = kernel.moved(scope, density, wide.noise(4, 5, 6), x);
        Values points = Values.rows(Shape.of(1), 1, -2, 0, 4);
        reached[i] = wide.fetch(y, Map.of("x", points));
      }
    }
    assertTrue(reached[0].distance(reached[1]) <= 1e-12);
  }

  /**
   * Outside of the density's support nothing is accepted, nor is a density that is not a number.
   */
  @ParameterizedTest
  @MethodSource("all")
  void staysWhereTheDensityIs(TransitionKernel kernel) {
    LogDensity half = (scope, x) -> x.log().minus(x).sumEvent(); // not a number below zero
    SplittableRandom random = new SplittableRandom(5);
    double[] start = new double[CHAINS];
    Arrays.setAll(start, i -> -Math.log(random.nextDouble() * random.nextDouble()));
    try (Workbench narrow = Workbench.float32()) {
      Expr x = narrow.input("x", Shape.of(-1, 1));
      Expr y = kernel.moved(narrow.scope(), half, narrow.noise(CHAINS, 7, 8), x);
      Values reached = narrow.fetch(y, Map.of("x", Values.rows(Shape.of(1), start)));
      assertTrue(Arrays.stream(reached.entries()).allMatch(at -> at > 0));
      double mean = reached.mean();
      assertEquals(2, mean, 5 * Math.sqrt(2.0 / CHAINS));
    }
  }

  /** Accepted steps move with the point that they start from. */
  @ParameterizedTest
  @MethodSource("all")
  void gradientsFollowThePath(TransitionKernel kernel) {
    Expr x = bench.input("x", Shape.of(-1, 2));
    Expr y = kernel.moved(bench.scope(), QUARTIC, bench.noise(3, 1, 2), x);
    Expr slope = bench.gradient(y, x);
    Map<String, Values> feeds = Map.of("x", Values.zeros(Shape.of(3, 2)));
    assertEquals(Values.ones(Shape.of(3, 2)), bench.fetch(slope, feeds));
  }
}
