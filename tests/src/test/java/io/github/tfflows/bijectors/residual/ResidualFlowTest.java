package io.github.tfflows.bijectors.residual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Setting;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class ResidualFlowTest implements BijectorContract {
  private static final ResidualFlow FLOW = ResidualFlow.of(LipschitzMlp.of(4, 5).withSlope(0.8));

  @Override
  public Bijector bijector(Shape event) {
    return FLOW;
  }

  @Override
  public List<String> parameterNames() {
    return parameterNames(Shape.of(1), 0);
  }

  @Override
  public List<String> parameterNames(Shape event, int contextSize) {
    List<String> names = new ArrayList<>();
    for (String layer : List.of("dense_0", "dense_1", "output")) {
      names.add("contraction." + layer + ".kernel");
      names.add("contraction." + layer + ".bias");
    }
    if (contextSize > 0) {
      names.add("contraction.context.kernel");
    }
    return names;
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(4));
  }

  /** Few, since Newton's steps take long to differentiate. */
  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(Shape.of(1), 0), new Setting(Shape.of(2), 0), new Setting(Shape.of(4), 2));
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }

  /** Large, so that kernels are normalized. */
  @Override
  public double parameter(String name, RandomGenerator random) {
    return 1.5 * random.nextGaussian();
  }

  /**
   * By numpy 2, from the singular values {@code s} of each kernel: its bound is {@code (Σ
   * s⁶⁴)^(1/64)}, and slogdet yields the log-determinant.
   */
  @Test
  void yieldsTheValuesOfNumpy() {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("y", Values.rows(Shape.of(2), 0.5, -1, 1.2, 0.3));
    List<Shape> shapes =
        List.of(
            Shape.of(2, 3), Shape.of(3), Shape.of(3, 4), Shape.of(4), Shape.of(4, 2), Shape.of(2));
    for (int i = 0; i < shapes.size(); i++) {
      double[] sines = new double[(int) shapes.get(i).size()];
      int number = i;
      Arrays.setAll(sines, k -> Math.sin(1 + k + 10 * number));
      feeds.put(parameterNames().get(i), Values.of(shapes.get(i), sines));
    }
    ResidualFlow flow = ResidualFlow.of(LipschitzMlp.of(3, 4).withSlope(0.8));
    try (Workbench bench = Workbench.float64()) {
      Mapped x = flow.inverse(bench.scope(), bench.input("y", Shape.of(-1, 2)));
      double[] expected = {
        1.4459481111199732, 0.25300276881865846, 2.1338343822372163, 1.5442592339387333
      };
      Values value = bench.fetch(x.value(), feeds);
      assertTrue(value.distance(Values.rows(Shape.of(2), expected)) <= 1e-14);
      Values logDet = Values.of(Shape.of(2), -0.02172979357380682, -0.01150934001147834);
      assertTrue(bench.fetch(x.logDet(), feeds).distance(logDet) <= 1e-14);
    }
  }

  private static List<Values> run(Workbench bench, Direction direction, Map<String, Values> feeds) {
    Expr x = bench.input("x", Shape.of(-1, 3));
    Mapped mapped = direction.build(FLOW, bench.scope(), x);
    Expr total = bench.total(mapped.value().square()).plus(bench.total(mapped.logDet()));
    Expr slope = bench.gradient(total, x);
    Map<String, Values> all = new LinkedHashMap<>(feeds);
    SplittableRandom random = new SplittableRandom(8);
    bench
        .parameterShapes()
        .forEach((name, shape) -> all.putIfAbsent(name, Values.gaussian(shape, 1, random)));
    return bench.fetchAll(List.of(mapped.value(), mapped.logDet(), slope), all);
  }

  /** With gradients, for clients that differentiate exported models. */
  @ParameterizedTest
  @EnumSource
  void evaluatesToTheSame(Direction direction) {
    Map<String, Values> feeds =
        Map.of("x", Values.gaussian(Shape.of(6, 3), 2, new SplittableRandom(1)));
    try (Workbench bench = Workbench.float64();
        Workbench looped = Workbench.evaluating()) {
      List<Values> expected = run(bench, direction, feeds);
      List<Values> found = run(looped, direction, feeds);
      assertTrue(found.get(0).distance(expected.get(0)) <= 1e-13);
      assertTrue(found.get(1).distance(expected.get(1)) <= 1e-13);
      assertTrue(found.get(2).distance(expected.get(2)) <= 1e-12);
    }
  }

  @Test
  void theDefinitionIsReadBack() {
    for (LogDeterminant each :
        List.of(LogDeterminant.exact(), new PowerSeries(3), RussianRoulette.of(9))) {
      TransformedDistribution flow =
          new TransformedDistribution(StandardNormal.of(2), FLOW.withLogDeterminant(each));
      assertEquals(flow, ModelDescription.of(flow, 0).definition());
    }
  }

  @Test
  void mapsVectorsOnly() {
    Expect.rejected("[2, 3]", () -> FLOW.forwardEventShape(Shape.of(2, 3)));
  }
}
