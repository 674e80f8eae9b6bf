package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.testing.Expect;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.Shape;

/** Arguments at the edges of the API are refused by their names, before any work. */
class ArgumentsTest {
  private static final Distribution FLOW = DiagonalNormal.trainable(2);
  private static final Execution DEFAULTS = Execution.defaults();

  @SuppressWarnings({"NullAway", "unchecked", "TypeParameterUnusedInFormals"}) // as callers may
  private static <T> T none() {
    return (T) null;
  }

  private static void assertNamed(String parameter, Executable call) {
    assertEquals(parameter, assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  void nullIsRefusedByTheNameOfTheParameter() {
    Weights weights = new Weights(Map.of());
    assertNamed("distribution", () -> CompiledDistribution.compile(none(), 0));
    assertNamed("execution", () -> CompiledDistribution.compile(FLOW, 0, 0, none()));
    assertNamed("weights", () -> CompiledDistribution.compile(FLOW, 0, none(), DEFAULTS));
    assertNamed("distribution", () -> CompiledDistribution.compile(none(), 0, weights, DEFAULTS));
    assertNamed(
        "description", () -> CompiledDistribution.compile(FLOW, 0, weights, DEFAULTS, none()));
    assertNamed("directory", () -> CompiledDistribution.load(none()));
    assertNamed("execution", () -> CompiledDistribution.load(Path.of("model"), none()));
    assertNamed("directory", () -> CompiledDistribution.loadTrusted(none(), DEFAULTS));
    assertNamed("execution", () -> CompiledDistribution.loadTrusted(Path.of("model"), none()));
  }

  @Test
  void nullIsRefusedByModels() {
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0)) {
      Rows noRows = none();
      float[][] noVectors = none();
      assertNamed("x", () -> model.logProb(noRows));
      assertNamed("x", () -> model.logProb(noVectors));
      assertNamed("x", () -> model.prob(noVectors));
      assertNamed("x", () -> model.cdf(noVectors));
      assertNamed("x", () -> model.survival(noVectors));
      assertNamed("x", () -> model.inverse(noRows));
      assertNamed("x", () -> model.inverse(noVectors));
      assertNamed("z", () -> model.forward(noRows));
      assertNamed("z", () -> model.forward(noVectors));
      assertNamed("context", () -> model.given(noRows));
      assertNamed("context", () -> model.given(noVectors));
      assertNamed("other", () -> model.divergence(none(), 2, 0));
      assertNamed("limit", () -> model.within(none()));
      assertNamed("signature", () -> model.call(none(), Map.of()));
      assertNamed("inputs", () -> model.call("log_prob", none()));
      assertNamed("directory", () -> model.export(none()));
      assertNamed("options", () -> model.export(Path.of("model"), none()));
    }
  }

  @Test
  void nullIsNoChoice() {
    ExportOptions options = ExportOptions.defaults();
    Data[] noBatches = none();
    Map<String, String> noEntries = none();
    assertNamed("compilation", () -> options.withCompilation(none()));
    assertNamed("batches", () -> options.withWarmUp(noBatches));
    assertNamed("key", () -> options.describing(none(), "value"));
    assertNamed("value", () -> options.describing("key", none()));
    ModelDescription description = ModelDescription.of(FLOW, 0);
    assertNamed("key", () -> description.get(none()));
    assertNamed("key", () -> description.with(none(), "value"));
    assertNamed("value", () -> description.with("key", none()));
    assertNamed("others", () -> description.with(noEntries));
    assertNamed("entries", () -> new ModelDescription(none()));
    assertNamed("distribution", () -> ModelDescription.of(none(), 0));
  }

  @Test
  @Timeout(5)
  void drawsThatNoArrayOrHeapHoldsAreRefused() {
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0)) {
      Expect.rejected(
          "2147483647 draws of shape [2] need 24576 MiB", () -> model.sample(Integer.MAX_VALUE, 1));
      Expect.rejected("draws", () -> model.sampleAndLogProb(Integer.MAX_VALUE / 2, 1));
    }
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 1, 0, DEFAULTS)) {
      Density given = model.given(new float[] {1});
      Expect.rejected("2147483647 draws", () -> given.sample(Integer.MAX_VALUE, 1));
    }
  }

  private static void assertNotFinite(double value, Execution execution) {
    Map<String, Weights.Array> arrays = new HashMap<>();
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0)) {
      arrays.putAll(model.weights().byName());
    }
    String name = arrays.keySet().iterator().next();
    arrays.put(name, new Weights.Array(Shape.of(2), new double[] {0, value}));
    Weights weights = new Weights(arrays);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CompiledDistribution.compile(FLOW, 0, weights, execution));
    String message = "the weights %s hold %s at entry 1".formatted(name, value);
    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
  }

  @Test
  void weightsAreFiniteInThePrecisionOfTheModel() {
    assertNotFinite(Double.NaN, DEFAULTS);
    assertNotFinite(Double.POSITIVE_INFINITY, DEFAULTS.withPrecision(Precision.FLOAT64));
    assertNotFinite(1e300, DEFAULTS);
  }
}
