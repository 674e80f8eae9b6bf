package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualMade;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.scalar.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
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
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat64;

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
    Execution wide = Execution.defaults().withPrecision(Precision.FLOAT64);
    SplittableRandom random = new SplittableRandom(4);
    double[] z = random.doubles((long) ROWS * d, -2, 2).toArray();
    double[] context = random.doubles((long) ROWS * contextSize, -1, 1).toArray();
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, contextSize, moved(flow, contextSize), wide)) {
      Map<String, double[]> there = call(model, "forward", "z", z, context);
      double[] x = there.get("x");
      Map<String, double[]> back = call(model, "inverse", "x", x, context);
      double[] logProb = call(model, "log_prob", "x", x, context).get("log_prob");
      for (int i = 0; i < z.length; i++) {
        assertEquals(z[i], back.get("z")[i], TOLERANCE);
      }
      for (int row = 0; row < ROWS; row++) {
        double base = base(Arrays.copyOfRange(z, row * d, (row + 1) * d));
        assertEquals(there.get("log_det")[row], -back.get("log_det")[row], TOLERANCE);
        assertEquals(base - there.get("log_det")[row], logProb[row], TOLERANCE);
      }
    }
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

  private static double base(double[] z) {
    return Arrays.stream(z).map(v -> -0.5 * v * v - 0.5 * Math.log(2 * Math.PI)).sum();
  }

  /** The initial weights, each moved at random. */
  private static Weights moved(TransformedDistribution flow, int contextSize) {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Weights.Array> moved = new LinkedHashMap<>();
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, contextSize, 1, Execution.defaults())) {
      model
          .weights()
          .byName()
          .forEach(
              (name, array) -> {
                double[] values =
                    Arrays.stream(array.values())
                        .map(v -> v + 0.1 * random.nextGaussian())
                        .toArray();
                moved.put(name, new Weights.Array(array.shape(), values));
              });
    }
    return new Weights(moved);
  }

  private static Map<String, double[]> call(
      CompiledDistribution model, String signature, String input, double[] x, double[] context) {
    Map<String, double[]> results = new LinkedHashMap<>();
    try (Tensor points = tensor(x);
        Tensor given = tensor(context);
        Result result =
            model.call(
                signature,
                context.length == 0
                    ? Map.of(input, points)
                    : Map.of(input, points, "context", given))) {
      result.forEach(
          entry -> {
            TFloat64 value = (TFloat64) entry.getValue();
            double[] copy = new double[(int) value.size()];
            value.copyTo(DataBuffers.of(copy));
            results.put(entry.getKey(), copy);
          });
    }
    return results;
  }

  private static Tensor tensor(double[] rows) {
    return TFloat64.tensorOf(Shape.of(ROWS, rows.length / ROWS), DataBuffers.of(rows));
  }
}
