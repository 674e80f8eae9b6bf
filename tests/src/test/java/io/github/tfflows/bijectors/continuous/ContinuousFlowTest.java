package io.github.tfflows.bijectors.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.core.graph.Expr;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

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

  private static List<Values> run(Direction direction, int steps) {
    try (Workbench bench = Workbench.evaluating()) {
      return run(bench, direction, FLOW.withSolver(new RungeKutta(steps)));
    }
  }

  /**
   * By the FFJTransform of zuko 1.6.0 in float64 with both tolerances at 1e-12, its trace scaled by
   * one, and by scipy's DOP853 with tolerances of 1e-13, which agree to 1e-11.
   */
  @Test
  void yieldsTheValuesOfZuko() {
    List<Values> run = run(Direction.FORWARD, 1024);
    double[] y = {-0.8568267017453347, 0.5613099208251227, 0.4090692876039193, 1.2971002164261596};
    double[] logDet = {0.1915258732015716, 0.12421979485528774};
    assertTrue(run.get(0).distance(Values.rows(Shape.of(2), y)) <= 1e-9);
    assertTrue(run.get(1).distance(Values.of(Shape.of(2), logDet)) <= 1e-9);
  }

  @ParameterizedTest
  @EnumSource
  void errorsFallWithTheFourthPowerOfTheSteps(Direction direction) {
    List<Values> exact = run(direction, 1024);
    List<Values> coarse = run(direction, 64);
    List<Values> fine = run(direction, 128);
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
      List<Values> looped = run(direction, 8);
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
  void mapsVectorsByAtLeastOneStep() {
    Expect.rejected("[2, 3]", () -> FLOW.forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("0", () -> new RungeKutta(0));
  }
}
