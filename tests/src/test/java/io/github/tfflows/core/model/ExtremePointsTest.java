package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.monotone.DeepSigmoidal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.SmallFlows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** Every finite point has a log-density: a finite one or minus infinity. */
class ExtremePointsTest {
  private static final float[] SIZES = {0, 1, 1e5f, 1e10f, 1e19f, 1e20f, 1e37f, 3e38f};

  static Stream<Arguments> models() {
    Standardize units = new Standardize(List.of(5.0, -1e3), List.of(1e-3, 1e3));
    Map<String, TransformedDistribution> flows = SmallFlows.of(2);
    for (String name : List.of("real_nvp", "maf", "neural_spline_autoregressive")) {
      flows.computeIfPresent(name, (key, flow) -> flow.then(units));
    }
    flows.put("positive", Flows.realNvp(2, 2, Mlp.of(8)).then(new Exp()));
    return flows.entrySet().stream()
        .flatMap(
            flow ->
                Stream.of(Compilation.values())
                    .map(how -> Arguments.of(flow.getKey(), flow.getValue(), how)));
  }

  private static float[][] points() {
    return Stream.of(1, -1)
        .flatMap(
            sign ->
                Stream.iterate(0, i -> i < SIZES.length * SIZES.length, i -> i + 1)
                    .map(
                        i ->
                            new float[] {sign * SIZES[i / SIZES.length], -SIZES[i % SIZES.length]}))
        .toArray(float[][]::new);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("models")
  void everyFinitePointHasALogDensity(
      String name, TransformedDistribution flow, Compilation compilation) {
    float[][] points = points();
    float[] logProb = logProb(flow, points, compilation);
    for (int i = 0; i < points.length; i++) {
      float at = logProb[i];
      String place = name + Arrays.toString(points[i]) + " has " + at;
      assertTrue(Float.isFinite(at) || at == Float.NEGATIVE_INFINITY, place);
    }
  }

  /** XLA may fuse the product that makes a logit with the difference from the largest one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void farInputsOfANetworkMeanTheSameInXla(int layers) {
    TransformedDistribution flow =
        new TransformedDistribution(
            StandardNormal.of(2),
            new MaskedAutoregressive(new DeepSigmoidal(layers, 4), Made.of(8)));
    float[][] points =
        IntStream.range(0, 16)
            .mapToObj(i -> new float[] {(float) Math.pow(10, i), 1})
            .toArray(float[][]::new);
    float[] opByOp = logProb(flow, points, Compilation.NONE);
    float[] compiled = logProb(flow, points, Compilation.XLA);
    for (int i = 0; i < points.length; i++) {
      assertEquals(1, compiled[i] / opByOp[i], 1e-5, "at " + points[i][0]);
    }
  }

  private static float[] logProb(
      TransformedDistribution flow, float[][] points, Compilation compilation) {
    Execution execution = Execution.defaults().withCompilation(compilation);
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 0, MovedWeights.of(flow, 0), execution)) {
      return model.logProb(points);
    }
  }

  @Test
  void aPointThatIsNotFiniteHasNone() {
    TransformedDistribution flow = Flows.maf(2, 2, Made.of(8));
    float[] values = {Float.NaN, 0, Float.POSITIVE_INFINITY, 0, 0, Float.NEGATIVE_INFINITY, 0, 0};
    for (Compilation compilation : Compilation.values()) {
      Execution execution = Execution.defaults().withCompilation(compilation);
      try (CompiledDistribution model =
              CompiledDistribution.compile(flow, 0, MovedWeights.of(flow, 0), execution);
          Tensor x = Tensors.of(Precision.FLOAT32, Shape.of(4, 2), values);
          Result result = model.call("log_prob", Map.of("x", x))) {
        float[] logProb = Tensors.floats(result.get("log_prob").orElseThrow());
        for (int i = 0; i < 3; i++) {
          assertEquals(Float.NaN, logProb[i], compilation + " of row " + i);
        }
        assertTrue(Float.isFinite(logProb[3]));
      }
    }
  }
}
