package io.github.tfflows.bijectors.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.continuous.Solver.Dynamics;
import io.github.tfflows.bijectors.continuous.Solver.State;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class DormandPrinceTest {
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

  /** The values of zuko in {@link ContinuousFlowTest#yieldsTheValuesOfZuko}. */
  @Test
  void followsAVelocity() {
    ContinuousFlow flow =
        ContinuousFlow.of(VelocityMlp.of(3)).withSolver(new DormandPrince(1e-11, 500, FIXED));
    try (Workbench bench = Workbench.evaluating()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr context = bench.input("context", Shape.of(-1, 1));
      Mapped y = flow.forward(bench.scope(context), x);
      List<Values> run =
          bench.fetchAll(List.of(y.value(), y.logDet()), ContinuousFlowTest.weightsOfZuko());
      double[] end = {
        -0.8568267017453347, 0.5613099208251227, 0.4090692876039193, 1.2971002164261596
      };
      assertTrue(run.get(0).distance(Values.rows(Shape.of(2), end)) <= 1e-9);
      Values logDet = Values.of(Shape.of(2), 0.1915258732015716, 0.12421979485528774);
      assertTrue(run.get(1).distance(logDet) <= 1e-9);
    }
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

  @Test
  void theDefinitionIsReadBack() {
    ContinuousFlow map =
        ContinuousFlow.of(VelocityMlp.of(3)).withSolver(new DormandPrince(1e-4, 50, FIXED));
    TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(2), map);
    assertEquals(flow, ModelDescription.of(flow, 0).definition());
  }

  @Test
  void needsATolerance() {
    Expect.rejected("0.0", () -> new DormandPrince(0, 9, FIXED));
    Expect.rejected("NaN", () -> new DormandPrince(Double.NaN, 9, FIXED));
    Expect.rejected("0", () -> new DormandPrince(1e-3, 0, FIXED));
  }
}
