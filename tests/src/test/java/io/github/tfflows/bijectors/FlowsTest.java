package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MaskedDensity;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Every recipe as a whole, compiled and run as a user does, in float64. */
class FlowsTest {
  private static final int ROWS = 7;

  /** Rounding, times the slopes of two layers of splines, which reach 1e3 each. */
  private static final double TOLERANCE = 1e-9;

  static Stream<Arguments> settings() {
    Map<String, IntFunction<TransformedDistribution>> recipes = new LinkedHashMap<>();
    recipes.put("planar", d -> Flows.planar(d, 3));
    recipes.put("radial", d -> Flows.radial(d, 3));
    recipes.put("nice", d -> Flows.nice(d, 3, Mlp.of(8)));
    recipes.put("realNvp", d -> Flows.realNvp(d, 3, Mlp.of(8)));
    recipes.put("glow", d -> Flows.glow(d, 3, Mlp.of(8)));
    recipes.put("maf", d -> Flows.maf(d, 3, Made.of(8)));
    recipes.put("iaf", d -> Flows.iaf(d, 3, Made.of(8)));
    RationalQuadratic spline = new RationalQuadratic(4, 3);
    recipes.put(
        "spline coupling", d -> Flows.neuralSplineCoupling(d, 2, spline, ResidualNet.of(8, 1)));
    recipes.put(
        "spline autoregressive",
        d -> Flows.neuralSplineAutoregressive(d, 2, spline, ResidualMade.of(8, 1)));
    return recipes.entrySet().stream()
        .flatMap(
            recipe ->
                Stream.of(1, 3)
                    .flatMap(
                        d ->
                            Stream.of(0, 2)
                                .map(
                                    context ->
                                        Arguments.of(
                                            recipe.getKey(),
                                            recipe.getValue().apply(d),
                                            context))));
  }

  @ParameterizedTest(name = "{0}, context of {2}: {1}")
  @MethodSource("settings")
  void bothDirectionsAndTheDensityAgree(
      String name, TransformedDistribution flow, int contextSize) {
    int d = (int) flow.eventShape().get(0);
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("z", Values.rows(Shape.of(d), random.doubles((long) ROWS * d, -2, 2).toArray()));
    try (Workbench bench = Workbench.float64()) {
      GraphScope scope = bench.scope();
      if (contextSize > 0) {
        feeds.put("context", Values.gaussian(Shape.of(ROWS, contextSize), 1, random));
        scope = bench.scope(bench.input("context", Shape.of(-1, contextSize)));
      }
      Expr z = bench.input("z", Shape.of(-1, d));
      Mapped x = flow.forward(scope, z);
      Mapped back = flow.inverse(scope, x.value());
      Expr logProb = flow.logProb(scope, x.value());
      Expr changed = StandardNormal.of(d).logProb(scope, z).minus(x.logDet());
      bench
          .initialValues()
          .forEach((weight, start) -> feeds.put(weight, start.map(at -> moved(at, random))));
      assertClose(bench, feeds, back.value(), z);
      assertClose(bench, feeds, back.logDet(), x.logDet().negated());
      assertClose(bench, feeds, logProb, changed);
    }
  }

  private static double moved(double start, SplittableRandom random) {
    return start + 0.1 * random.nextGaussian();
  }

  private static void assertClose(
      Workbench bench, Map<String, Values> feeds, Expr actual, Expr expected) {
    List<Values> run = bench.fetchAll(List.of(actual, expected), feeds);
    assertTrue(run.get(0).distance(run.get(1)) <= TOLERANCE, () -> run.toString());
  }

  @Test
  void mapsToTheDataFollowTheFlowAndLeaveItsNames() {
    Standardize standardize = Standardize.fit(new float[] {1, 10, 3, 30}, 2);
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(4));
    TransformedDistribution raw = flow.then(standardize);
    List<Bijector> links = ((Chain) raw.bijector()).bijectors();
    assertEquals(standardize, links.get(links.size() - 1));
    assertEquals(names(flow), names(raw));
  }

  @Test
  void lightTailsLeaveOtherLayersAsTheyAre() {
    Standardize standardize = Standardize.fit(new float[] {1, 10, 3, 30}, 2);
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(4));
    List<Bijector> heavy = ((Chain) flow.then(standardize).bijector()).bijectors();
    TransformedDistribution light = Flows.lightTailed(flow.then(standardize));
    List<Bijector> kept = new ArrayList<>(heavy.subList(1, heavy.size() - 2));
    kept.add(standardize);
    assertEquals(new Chain(kept), light.bijector());
    assertEquals(light, Flows.lightTailed(light));
    assertEquals(Flows.planar(2, 3), Flows.lightTailed(Flows.planar(2, 3)));
  }

  @Test
  void incompleteRowsHaveADensityOfTheirPresentEntries() {
    try (MaskedDensity lab = new MaskedDensity(Flows.forIncompleteData(500, 3))) {
      Values mask = MaskedDensity.MASKS;
      Values points = MaskedDensity.points(1);
      Values elsewhere = points.plus(3, mask.map(present -> 1 - present));
      assertEquals(0, lab.logProb(points, mask).distance(lab.logProb(elsewhere, mask)));
      assertTrue(lab.logProb(points, mask).distance(lab.logProb(points.map(x -> x + 1), mask)) > 0);
      for (int entry = 0; entry < 3; entry++) {
        assertEquals(1, integral(lab, entry), 1e-3);
      }
    }
  }

  /** The integral of the density of one entry, the others absent, over x = sinh t. */
  private static double integral(MaskedDensity lab, int entry) {
    int cells = 4000;
    double width = 20.0 / cells;
    double[] points = new double[3 * cells];
    double[] mask = new double[3 * cells];
    for (int i = 0; i < cells; i++) {
      points[3 * i + entry] = Math.sinh(-10 + (i + 0.5) * width);
      mask[3 * i + entry] = 1;
    }
    Shape event = Shape.of(3);
    Map<String, Values> feeds = lab.feeds(Values.rows(event, points), Values.rows(event, mask));
    feeds.replaceAll(
        (name, values) ->
            lab.bench().parameterNames().contains(name) ? values.map(w -> w / 5) : values);
    Values logProb = lab.bench().fetch(lab.logProb(), feeds);
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      sum += Math.exp(logProb.at(i)) * Math.cosh(-10 + (i + 0.5) * width) * width;
    }
    return sum;
  }

  @Test
  void impossibleSizesAreRefused() {
    Expect.rejected("0", () -> Flows.planar(0, 1));
    Expect.rejected("0", () -> Flows.maf(2, 0, Made.of(4)));
    Expect.rejected("-1", () -> Flows.realNvp(2, -1, Mlp.of(4)));
  }

  private static List<String> names(TransformedDistribution flow) {
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      return model.weights().byName().keySet().stream().sorted().toList();
    }
  }
}
