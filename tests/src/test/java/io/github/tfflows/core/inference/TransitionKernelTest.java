package io.github.tfflows.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.LoopBody;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class TransitionKernelTest {
  private static final int CHAINS = 20_000;

  /** {@code p̃(x) = exp(-x⁴/4)}, of variance {@code 2·Γ(3/4)/Γ(1/4)}. */
  private static final LogDensity QUARTIC =
      (scope, x) -> x.square().square().sumEvent().times(-0.25);

  private static final double VARIANCE = 2 * 1.2254167024651776 / 3.625609908221908;

  static Stream<TransitionKernel> all() {
    return Stream.of(
        new RandomWalk(1, 40),
        HamiltonianMonteCarlo.langevin(0.6, 20),
        new HamiltonianMonteCarlo(0.4, 5, 16));
  }

  /** The kernel is in balance only with the density itself: steps are far from small. */
  @ParameterizedTest
  @MethodSource("all")
  void chainsReachTheirDensity(TransitionKernel kernel) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr y = kernel.moved(bench.scope(), QUARTIC, bench.noise(CHAINS, 1, 2), x);
      Values reached =
          bench.fetch(y, Map.of("x", Values.rows(Shape.of(2), 1.5, -0.5).repeatRows(CHAINS)));
      double[] entries = reached.entries();
      double mean = Arrays.stream(entries).average().orElseThrow();
      double square = Arrays.stream(entries).map(e -> e * e).average().orElseThrow();
      double fourth = Arrays.stream(entries).map(e -> e * e * e * e).average().orElseThrow();
      double root = Math.sqrt(2 * CHAINS);
      assertEquals(0, mean, 5 * Math.sqrt(VARIANCE) / root);
      assertEquals(VARIANCE, square, 5 * 0.74 / root);
      assertEquals(1, fourth, 5 * 2 / root); // E[x⁴] = 1 and E[x⁸] = 5
    }
  }

  /** Of draws of the density, pairs before and after a step are exchangeable. */
  @ParameterizedTest
  @MethodSource("all")
  void stepsAreInDetailedBalance(TransitionKernel kernel) {
    LogDensity skewed = (scope, x) -> x.minus(x.exp()).sumEvent();
    SplittableRandom random = new SplittableRandom(3);
    double[] start = IntStream.range(0, CHAINS).mapToDouble(i -> gumbel(random)).toArray();
    try (Workbench bench = Workbench.float64()) {
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
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Noise noise = bench.noise(4, 5, 6);
      Expr y = new HamiltonianMonteCarlo(0.1, 2, 1).moved(bench.scope(), line, noise, x);
      Expr v = noise.stream(bench.scope(), 0).normal(bench.scope(), Shape.of(1));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), 1, -2, 0, 4));
      Values expected = bench.fetch(x.plus(v.times(0.2)).plus(3 * 0.2 * 0.2 / 2), feeds);
      assertTrue(bench.fetch(y, feeds).distance(expected) <= 1e-14);
    }
  }

  /** Three steps, which are a loop where a graph evaluates. */
  private static Expr repeated(GraphScope scope, Expr x) {
    LoopBody body = (at, step, y) -> List.of(y.get(0).tanh().plus(at.context().orElseThrow()));
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
      try (Workbench bench = i == 0 ? Workbench.float64() : Workbench.evaluating()) {
        Expr x = bench.input("x", Shape.of(-1, 1));
        GraphScope scope = bench.scope(bench.scope().constant(Shape.of(1, 1), 0.5));
        TransitionKernel kernel = HamiltonianMonteCarlo.langevin(0.6, 3);
        Expr y = kernel.moved(scope, density, bench.noise(4, 5, 6), x);
        Values points = Values.rows(Shape.of(1), 1, -2, 0, 4);
        reached[i] = bench.fetch(y, Map.of("x", points));
      }
    }
    assertTrue(reached[0].distance(reached[1]) <= 1e-12);
  }

  /** Outside of the density's support nothing is accepted, nor is a density that is no number. */
  @ParameterizedTest
  @MethodSource("all")
  void staysWhereTheDensityIs(TransitionKernel kernel) {
    LogDensity half = (scope, x) -> x.log().minus(x).sumEvent(); // not a number below zero
    SplittableRandom random = new SplittableRandom(5);
    double[] start = new double[CHAINS];
    Arrays.setAll(start, i -> -Math.log(random.nextDouble() * random.nextDouble()));
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr y = kernel.moved(bench.scope(), half, bench.noise(CHAINS, 7, 8), x);
      Values reached = bench.fetch(y, Map.of("x", Values.rows(Shape.of(1), start)));
      assertTrue(Arrays.stream(reached.entries()).allMatch(at -> at > 0));
      double mean = reached.mean();
      assertEquals(2, mean, 5 * Math.sqrt(2.0 / CHAINS));
    }
  }

  /** Accepted steps move with the point that they start from. */
  @ParameterizedTest
  @MethodSource("all")
  void gradientsFollowThePath(TransitionKernel kernel) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr y = kernel.moved(bench.scope(), QUARTIC, bench.noise(3, 1, 2), x);
      Expr slope = bench.gradient(y, x);
      Map<String, Values> feeds = Map.of("x", Values.zeros(Shape.of(3, 2)));
      assertEquals(Values.ones(Shape.of(3, 2)), bench.fetch(slope, feeds));
    }
  }

  @Test
  void rejectsWhatIsNoStep() {
    Expect.rejected("got 0.0 and 1", () -> new RandomWalk(0, 1));
    Expect.rejected("got 1.0 and 0", () -> new RandomWalk(1, 0));
    Expect.rejected("NaN", () -> HamiltonianMonteCarlo.langevin(Double.NaN, 1));
    Expect.rejected("and 0", () -> new HamiltonianMonteCarlo(1, 0, 1));
    Expect.rejected("and -1", () -> new HamiltonianMonteCarlo(1, 1, -1));
  }
}
