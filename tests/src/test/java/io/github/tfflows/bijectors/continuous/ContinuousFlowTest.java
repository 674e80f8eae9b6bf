package io.github.tfflows.bijectors.continuous;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.continuous.Solver.Dynamics;
import io.github.tfflows.bijectors.continuous.Solver.State;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Continuous flows: their solvers, their divergence, and their training by flow matching. */
class ContinuousFlowTest {
  private static final ContinuousFlow FLOW =
      ContinuousFlow.of(VelocityMlp.of(3)).withSolver(new RungeKutta(8));

  static Map<String, Values> weightsOfZuko() {
    double[] first = sines(0, 27);
    double[] last = sines(2, 6);
    double[] x = new double[6];
    double[] time = new double[18];
    double[] context = new double[3];
    double[] output = new double[6];
    for (int unit = 0; unit < 3; unit++) {
      context[unit] = first[9 * unit + 8];
      for (int j = 0; j < 6; j++) {
        time[3 * j + unit] = first[9 * unit + j];
      }
      for (int j = 0; j < 2; j++) {
        x[3 * j + unit] = first[9 * unit + 6 + j];
        output[2 * unit + j] = last[3 * j + unit];
      }
    }
    Map<String, Values> weights = new LinkedHashMap<>();
    weights.put("velocity.dense_0.kernel", Values.of(Shape.of(2, 3), x));
    weights.put("velocity.dense_0.bias", Values.of(Shape.of(3), sines(1, 3)));
    weights.put("velocity.output.kernel", Values.of(Shape.of(3, 2), output));
    weights.put("velocity.output.bias", Values.of(Shape.of(2), sines(3, 2)));
    weights.put("velocity.context.kernel", Values.of(Shape.of(1, 3), context));
    weights.put("velocity.time.kernel", Values.of(Shape.of(6, 3), time));
    weights.put("x", Values.rows(Shape.of(2), 0.5, -1, 1.2, 0.3));
    weights.put("context", Values.rows(Shape.of(1), 0.7, -0.4));
    return weights;
  }

  private static double[] sines(int number, int count) {
    double[] sines = new double[count];
    Arrays.setAll(sines, k -> Math.sin(1 + k + 10 * number));
    return sines;
  }

  private static List<Values> run(Workbench bench, Direction direction, ContinuousFlow flow) {
    Expr x = bench.input("x", Shape.of(-1, 2));
    Expr context = bench.input("context", Shape.of(-1, 1));
    Mapped y = direction.build(flow, bench.scope(context), x);
    return bench.fetchAll(List.of(y.value(), y.logDet()), weightsOfZuko());
  }

  private static List<Values> run(Direction direction, Solver solver) {
    try (Workbench bench = Workbench.evaluating()) {
      return run(bench, direction, FLOW.withSolver(solver));
    }
  }

  /**
   * By the FFJTransform of zuko 1.6.0 in float64 with both tolerances at 1e-12, its trace scaled by
   * one, and by scipy's DOP853 with tolerances of 1e-13, which agree to 1e-11.
   */
  @ParameterizedTest
  @FieldSource("FINE")
  void yieldsTheValuesOfZuko(Solver solver) {
    List<Values> run = run(Direction.FORWARD, solver);
    double[] y = {-0.8568267017453347, 0.5613099208251227, 0.4090692876039193, 1.2971002164261596};
    double[] logDet = {0.1915258732015716, 0.12421979485528774};
    assertTrue(run.get(0).distance(Values.rows(Shape.of(2), y)) <= 1e-9);
    assertTrue(run.get(1).distance(Values.of(Shape.of(2), logDet)) <= 1e-9);
  }

  static final List<Solver> FINE =
      List.of(new RungeKutta(1024), new DormandPrince(1e-11, 500, new RungeKutta(8)));

  @ParameterizedTest
  @EnumSource
  void errorsFallWithTheFourthPowerOfTheSteps(Direction direction) {
    List<Values> exact = run(direction, new RungeKutta(1024));
    List<Values> coarse = run(direction, new RungeKutta(64));
    List<Values> fine = run(direction, new RungeKutta(128));
    for (int part = 0; part < 2; part++) {
      double before = coarse.get(part).distance(exact.get(part));
      double after = fine.get(part).distance(exact.get(part));
      assertEquals(4, Math.log(before / after) / Math.log(2), 0.3, "order of part " + part);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoopTakesTheSameSteps(Direction direction) {
    try (Workbench bench = Workbench.float64()) {
      List<Values> unrolled = run(bench, direction, FLOW);
      List<Values> looped = run(direction, FIXED);
      assertTrue(looped.get(0).distance(unrolled.get(0)) <= 1e-14);
      assertTrue(looped.get(1).distance(unrolled.get(1)) <= 1e-14);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void trainingEstimatesTheDivergenceWithoutBias(int step) {
    int rows = 20_000;
    ContinuousFlow flow =
        ContinuousFlow.of(VelocityMlp.of(4))
            .withSolver(new RungeKutta(4))
            .withTraceEstimator(TraceEstimator.HUTCHINSON);
    try (Workbench bench = Workbench.training();
        Workbench exact = Workbench.float64()) {
      Mapped estimated = flow.inverse(bench.scope(), bench.input("y", Shape.of(-1, 3)));
      Mapped expected = flow.inverse(exact.scope(), exact.input("y", Shape.of(-1, 3)));
      SplittableRandom random = new SplittableRandom(2);
      Map<String, Values> feeds = bench.gaussianParameters(0.7, random);
      feeds.put("step", Values.of(Shape.scalar(), step));
      feeds.put("y", Values.gaussian(Shape.of(1, 3), 1, random).repeatRows(rows));
      double[] found = bench.fetch(estimated.logDet(), feeds).entries();
      double mean = Arrays.stream(found).average().orElseThrow();
      double variance =
          Arrays.stream(found).map(at -> (at - mean) * (at - mean)).average().orElseThrow();
      assertTrue(variance > 1e-4, () -> "variance " + variance);
      double error = mean - exact.fetch(expected.logDet(), feeds).at(0);
      assertEquals(0, error / Math.sqrt(variance / rows), 4);
      assertEquals(step + 1, bench.fetch(bench.update("step"), feeds).at(0));
      Values value = bench.fetch(estimated.value(), feeds);
      assertTrue(value.distance(exact.fetch(expected.value(), feeds)) <= 1e-14);
    }
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Expect.rejected("[2, 3]", () -> FLOW.forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("0", () -> new RungeKutta(0));
    TransformedDistribution other =
        new TransformedDistribution(
            StandardNormal.of(2), Chain.of(Permutation.reverse(2), CONTINUOUS));
    Expect.rejected("Permutation", () -> new FlowMatching(other));
    Expect.rejected("0.0", () -> new DormandPrince(0, 9, FIXED));
    Expect.rejected("NaN", () -> new DormandPrince(Double.NaN, 9, FIXED));
    Expect.rejected("0", () -> new DormandPrince(1e-3, 0, FIXED));
  }

  private static final ContinuousFlow CONTINUOUS =
      ContinuousFlow.of(VelocityMlp.of(32, 32)).withSolver(new RungeKutta(10));

  private static TransformedDistribution flow(ContinuousFlow continuous) {
    return new TransformedDistribution(StandardNormal.of(2), continuous);
  }

  /**
   * Of a velocity {@code x + b}, by small numbers within the hyperbolic tangent: the mean of {@code
   * |x₀(2 - t) - x₁(1 - t) + b|²} over Gaussian {@code x₀} and uniform {@code t}.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void theLossIsTheSquaredErrorOfTheVelocity(int step) {
    int rows = 20_000;
    FlowMatching matching = new FlowMatching(flow(ContinuousFlow.of(VelocityMlp.of(2))));
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr loss = matching.losses(bench.scope(), x);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("bijector.velocity.dense_0.kernel", Values.of(Shape.of(2, 2), 1e-3, 0, 0, 1e-3));
      feeds.put("bijector.velocity.time.kernel", Values.zeros(Shape.of(6, 2)));
      feeds.put("bijector.velocity.output.kernel", Values.of(Shape.of(2, 2), 1e3, 0, 0, 1e3));
      feeds.put("bijector.velocity.output.bias", Values.of(Shape.of(2), 0.5, 1));
      feeds.put("x", Values.rows(Shape.of(2), 2, 1).repeatRows(rows));
      feeds.put("step", Values.of(Shape.scalar(), step));
      double[] losses = bench.fetch(loss, feeds).entries();
      double mean = Arrays.stream(losses).average().orElseThrow();
      double variance = Arrays.stream(losses).map(at -> (at - mean) * (at - mean)).sum() / rows;
      double expected = 14 / 3.0 + 5 / 3.0 - 2 + 1.25;
      assertEquals(0, (mean - expected) / Math.sqrt(variance / rows), 4);
    }
  }

  private static final RungeKutta FIXED = new RungeKutta(8);

  /** {@code x = tan(t + c)}: its rate is {@code 1 + x²}, and the divergence of that is 2x. */
  private static final Dynamics TANGENT =
      (x, time) -> new State(x.square().plus(1), x.times(2).sumLast());

  private static List<Values> tangent(DormandPrince solver, double from, double to, double... x) {
    try (Workbench bench = Workbench.evaluating()) {
      GraphScope scope = bench.scope();
      Expr fed = bench.input("x", Shape.of(-1, 1));
      State start = new State(fed, scope.constant(0).forEachRowOf(fed));
      State end = solver.solve(scope, TANGENT, start, from, to);
      return bench.fetchAll(
          List.of(end.x(), end.logDet()), Map.of("x", Values.rows(Shape.of(1), x)));
    }
  }

  /** Errors of steps add up to a few times the tolerance, which the solution stretches. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-7, 1e-10})
  void followsASolutionThatSteepens(double tolerance) {
    DormandPrince solver = new DormandPrince(tolerance, 300, FIXED);
    double[] begin = {0, -3, 0.5};
    List<Values> end = tangent(solver, 0, 1, begin);
    for (int i = 0; i < begin.length; i++) {
      double angle = Math.atan(begin[i]);
      double stretch = Math.pow(Math.cos(angle) / Math.cos(angle + 1), 2);
      double expected = Math.tan(angle + 1);
      assertEquals(expected, end.get(0).at(i), 50 * tolerance * stretch);
      assertEquals(Math.log(stretch), end.get(1).at(i), 50 * tolerance * stretch);
    }
  }

  @Test
  void takesNoMoreStepsThanItNeeds() {
    double expected = Math.tan(1);
    double loose = tangent(new DormandPrince(1e-3, 50, FIXED), 0, 1, 0).get(0).at(0);
    assertTrue(Math.abs(loose - expected) > 1e-7, "takes more steps than it needs");
  }

  @Test
  void goesBackToWhereItCameFrom() {
    DormandPrince solver = new DormandPrince(1e-9, 300, FIXED);
    double[] begin = {0.2, -2, 0.5};
    List<Values> there = tangent(solver, 0, 1, begin);
    List<Values> back = tangent(solver, 1, 0, there.get(0).entries());
    assertTrue(back.get(0).distance(Values.rows(Shape.of(1), begin)) <= 1e-7);
    assertTrue(back.get(1).distance(there.get(1).map(at -> -at)) <= 1e-7);
  }

  @Test
  void pointsHaveStepsOfTheirOwn() {
    DormandPrince solver = new DormandPrince(1e-5, 300, FIXED);
    List<Values> together = tangent(solver, 0, 1, 0, 0.63);
    for (int i = 0; i < 2; i++) {
      List<Values> alone = tangent(solver, 0, 1, i == 0 ? 0 : 0.63);
      assertEquals(together.get(0).at(i), alone.get(0).at(0));
      assertEquals(together.get(1).at(i), alone.get(1).at(0));
    }
  }

  /** One attempt of a tenth, and a step over the rest of the way. */
  @Test
  void arrivesInAnyCase() {
    double expected = Math.tan(1);
    double end = tangent(new DormandPrince(1e-3, 1, FIXED), 0, 1, 0).get(0).at(0);
    assertEquals(expected, end, 0.05);
    assertTrue(Math.abs(end - expected) > 1e-5);
    double never = tangent(new DormandPrince(1e-15, 1, FIXED), 0, 1, 0).get(0).at(0);
    assertEquals(expected, never, 0.05);
  }

  @Test
  void isDifferentiatedByStepsOfOneSize() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      State start = new State(x, bench.scope().constant(0).forEachRowOf(x));
      Expr end = new DormandPrince(1e-3, 9, FIXED).solve(bench.scope(), TANGENT, start, 0, 1).x();
      Expr same = FIXED.solve(bench.scope(), TANGENT, start, 0, 1).x();
      Expr slope = bench.gradient(end, x);
      Map<String, Values> feeds = Map.of("x", Values.zeros(Shape.of(1, 1)));
      assertEquals(bench.fetch(same, feeds), bench.fetch(end, feeds));
      assertEquals(Math.pow(Math.cos(1), -2), bench.fetch(slope, feeds).at(0), 1e-2);
    }
  }
}
