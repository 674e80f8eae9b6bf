package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Beta;
import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.Gamma;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.StudentT;
import io.github.tfflows.core.base.TruncatedNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.types.TFloat32;

class PredictiveQuantilesTest {
  private static final float[][] CONTEXTS = {{0.5f, -1}, {-2, 0.3f}, {1, 1}};

  private static final TransformedDistribution FLOW =
      Flows.neuralSplineAutoregressive(1, 2, new RationalQuadratic(4, 5), Made.of(8));

  private static final CompiledDistribution MODEL =
      CompiledDistribution.compile(FLOW, 2, MovedWeights.of(FLOW, 2), Execution.defaults());

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    MODEL.close();
  }

  private static Rows column(double... values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return new Rows(narrow, Shape.of(1), narrow.length);
  }

  /** The formulas of these distributions have other values there. */
  @Test
  void signaturesYieldNaNAtOtherNumbersThanProbabilities() {
    List<Distribution> bases =
        List.of(
            StandardNormal.of(1),
            Cauchy.fixed(List.of(0.0), List.of(1.0)),
            Exponential.fixed(List.of(2.0)),
            Uniform.cube(1, 0, 2));
    for (Distribution base : bases) {
      try (CompiledDistribution model = CompiledDistribution.compile(base, 0);
          TFloat32 p =
              TFloat32.tensorOf(StdArrays.ndCopyOf(new float[][] {{-0.5f}, {1.5f}, {0.5f}}));
          Result found = model.call("quantile", Map.of("p", p))) {
        for (String output : List.of("quantile", "upper_quantile")) {
          TFloat32 x = (TFloat32) found.get(output).orElseThrow();
          assertEquals(Float.NaN, x.getFloat(0, 0), () -> output + " of " + base);
          assertEquals(Float.NaN, x.getFloat(1, 0), () -> output + " of " + base);
          assertTrue(Float.isFinite(x.getFloat(2, 0)), () -> output + " of " + base);
        }
      }
    }
  }

  @Test
  void aContextHasAsManyPointsAsTheOthers() {
    int each = 20_000;
    double[] levels = new double[CONTEXTS.length * each];
    Arrays.setAll(levels, i -> (i % each + 0.5) / each);
    Rows p = column(levels);
    Rows x = MODEL.given(CONTEXTS).quantile(p);
    assertArrayEquals(p.values(), MODEL.given(CONTEXTS).cdf(x).values(), 1e-5f);
    for (int i = 0; i < CONTEXTS.length; i++) {
      Density alone = MODEL.given(CONTEXTS[i]);
      for (int k = 0; k < each; k += 999) {
        float expected = alone.quantile(levels[i * each + k]).values()[0];
        assertEquals(expected, x.values()[i * each + k], 1e-5f * (1 + Math.abs(expected)));
      }
    }
  }

  @Test
  void anExportHasThem() throws IOException {
    MODEL.export(folder.resolve("model"));
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    Rows p = column(0.05, 0.5, 0.95);
    float[] expected = MODEL.given(CONTEXTS).quantile(p).values();
    for (Execution execution : List.of(Execution.defaults(), xla)) {
      try (CompiledDistribution loaded =
          CompiledDistribution.load(folder.resolve("model"), execution)) {
        Density density = loaded.given(CONTEXTS);
        assertArrayEquals(expected, density.quantile(p).values(), 1e-4f);
        assertArrayEquals(MODEL.given(CONTEXTS).cdf(p).values(), density.cdf(p).values(), 1e-5f);
      }
    }
  }

  /** Entries of an event have distribution functions of their own. */
  @Test
  void ofManyEntriesAreThoseOfEach() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(1.0, -2.0), List.of(0.5, 3.0));
    try (CompiledDistribution model = CompiledDistribution.compile(normal, 0)) {
      assertArrayEquals(new float[] {1, -2}, model.quantile(0.5).values(), 1e-6f);
      float[][] x = {{1.5f, 1}, {0, -2}};
      // Φ(1), Φ(1), Φ(-2) and Φ(0)
      float[] below = {0.8413447f, 0.8413447f, 0.0227501f, 0.5f};
      float[] above = {0.1586553f, 0.1586553f, 0.9772499f, 0.5f};
      assertArrayEquals(below, model.cdf(x).values(), 1e-6f);
      assertArrayEquals(above, model.survival(x).values(), 1e-6f);
    }
  }

  @Test
  void searchesAndSpecialFunctionsRunCompiled() {
    List<Double> one = List.of(1.0);
    List<Double> three = List.of(3.0);
    Joint joint =
        Joint.of(
            StudentT.fixed(three, one, one),
            Gamma.fixed(three, one),
            Beta.fixed(three, one),
            Cauchy.fixed(one, three),
            TruncatedNormal.fixed(one, three, Uniform.cube(1, 0, 2)));
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    Weights none = new Weights(Map.of());
    Rows p = Rows.of(new float[][] {{0.01f, 0.2f, 0.5f, 0.75f, 0.9f}});
    try (CompiledDistribution model = CompiledDistribution.compile(joint, 0);
        CompiledDistribution compiled = CompiledDistribution.compile(joint, 0, none, xla)) {
      Rows x = model.quantile(p);
      assertArrayEquals(x.values(), compiled.quantile(p).values(), 1e-4f);
      assertArrayEquals(p.values(), compiled.cdf(x).values(), 1e-5f);
      Rows above = model.upperQuantile(p);
      assertArrayEquals(p.values(), compiled.survival(above).values(), 1e-5f);
    }
  }

  @Test
  void modelsThatMixEntriesHaveNone() {
    try (CompiledDistribution model =
        CompiledDistribution.compile(Flows.realNvp(2, 2, Mlp.of(4)), 0)) {
      Rows x = Rows.of(new float[][] {{1, 2}});
      for (var call :
          List.<org.junit.jupiter.api.function.Executable>of(
              () -> model.cdf(x),
              () -> model.survival(x),
              () -> model.quantile(x),
              () -> model.upperQuantile(0.5))) {
        Expect.failed(UnsupportedOperationException.class, "mixes the entries", call);
      }
    }
  }

  @Test
  void rejectsNumbersThatAreNotProbabilities() {
    Density density = MODEL.given(CONTEXTS[0]);
    Expect.rejected(
        "expected probabilities above 0 and below 1 in p, got 0.0 in row 1, column 0",
        () -> density.quantile(column(0.5, 0)));
    Expect.rejected("got 1.0", () -> density.upperQuantile(1));
    Expect.rejected("single precision, got 0.999999999;", () -> density.quantile(0.999999999));
    Expect.rejected("single precision, got 1.0E-50;", () -> density.upperQuantile(1e-50));
    Expect.rejected("NaN", () -> density.quantile(column(Double.NaN)));
    Expect.rejected("[1]", () -> density.cdf(Rows.of(new float[][] {{1, 2}})));
    Expect.rejected("2 rows", () -> MODEL.given(CONTEXTS).quantile(column(0.1, 0.2)));
    Expect.rejected("model.given(context)", () -> MODEL.quantile(0.5));
  }
}
