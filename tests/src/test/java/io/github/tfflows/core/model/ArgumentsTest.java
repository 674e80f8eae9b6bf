package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
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
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Arguments at the edges of the API are refused by their names, before any work. */
class ArgumentsTest {
  private static final Distribution FLOW = DiagonalNormal.trainable(2);
  private static final Execution DEFAULTS = Execution.defaults();

  @SuppressWarnings({"NullAway", "unchecked", "TypeParameterUnusedInFormals"}) // as callers may
  private static <T> T none() {
    return (T) null;
  }

  private static void assertNamed(String parameter, Executable call) {
    assertEquals(parameter, Expect.message(NullPointerException.class, call));
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

  private static void assertRefused(
      String message, CompiledDistribution model, String signature, Map<String, Tensor> inputs) {
    Expect.rejected(message, () -> model.call(signature, inputs).close());
  }

  @Test
  void namesTypesAndShapesAreThoseOfTheSignature() {
    try (CompiledDistribution model = CompiledDistribution.compile(Flows.nice(3), 0);
        Tensor x = TFloat32.tensorOf(Shape.of(2, 3));
        Tensor wide = TFloat64.tensorOf(Shape.of(2, 3));
        Tensor whole = TInt32.tensorOf(Shape.of(2, 3));
        Tensor narrow = TFloat32.tensorOf(Shape.of(2, 2));
        Tensor row = TFloat32.tensorOf(Shape.of(3));
        Tensor number = TFloat32.scalarOf(1)) {
      String expected = "log_prob expects x as float[-1, 3], got ";
      assertRefused(expected + "double[2, 3]", model, "log_prob", Map.of("x", wide));
      assertRefused(expected + "int32[2, 3]", model, "log_prob", Map.of("x", whole));
      assertRefused(expected + "float[2, 2]", model, "log_prob", Map.of("x", narrow));
      assertRefused(expected + "float[3]", model, "log_prob", Map.of("x", row));
      assertRefused(expected + "float[]", model, "log_prob", Map.of("x", number));
      String named = "log_prob expects the inputs [x], got ";
      assertRefused(named + "[]", model, "log_prob", Map.of());
      assertRefused(named + "[z]", model, "log_prob", Map.of("z", x));
      assertRefused(named + "[x, y]", model, "log_prob", Map.of("x", x, "y", x));
    }
  }

  @Test
  void noRowsAreNoError() {
    try (CompiledDistribution model = CompiledDistribution.compile(Flows.nice(3), 0);
        Tensor none = TFloat32.tensorOf(Shape.of(0, 3));
        Result result = model.call("log_prob", Map.of("x", none))) {
      assertEquals(Shape.of(0), result.get(0).shape());
    }
  }

  @Test
  void drawsAreOfACountAndASeed() {
    try (CompiledDistribution model = CompiledDistribution.compile(Flows.nice(3), 0);
        Tensor count = TInt32.scalarOf(2);
        Tensor negative = TInt32.scalarOf(-1);
        Tensor large = TInt64.scalarOf(2);
        Tensor seed = TInt64.vectorOf(1, 2);
        Tensor third = TInt64.vectorOf(1, 2, 3)) {
      assertRefused(
          "sample expects count as int32[], got int64[]",
          model,
          "sample",
          Map.of("count", large, "seed", seed));
      assertRefused(
          "sample expects seed as int64[2], got int64[3]",
          model,
          "sample",
          Map.of("count", count, "seed", third));
      assertRefused(
          "sample expects count to be zero or more, got -1",
          model,
          "sample",
          Map.of("count", negative, "seed", seed));
    }
  }

  @Test
  void inputsHaveAsManyRows() {
    try (CompiledDistribution model =
            CompiledDistribution.compile(Flows.nice(3), 2, 0, Execution.defaults());
        Tensor x = TFloat32.tensorOf(Shape.of(2, 3));
        Tensor context = TFloat32.tensorOf(Shape.of(4, 2))) {
      assertRefused(
          "log_prob expects the same number of rows in each of its inputs, got {context=4, x=2}",
          model,
          "log_prob",
          Map.of("x", x, "context", context));
      assertRefused( // the first one by name of two
          "log_prob expects context as float[-1, 2], got float[2, 3]",
          model,
          "log_prob",
          Map.of("x", context, "context", x));
    }
  }

  /** Adds a signature that calls the model with an array. */
  private record Added(boolean isWhole) implements AddedSignature {
    @Override
    public String name() {
      return "added";
    }

    @Override
    public Ends build(Ops tf, Model model) {
      Operand<?> x = isWhole ? tf.constant(new int[1][3]) : tf.constant(new float[1][2]);
      Operand<?> density = model.call("log_prob", Map.of("x", x), "log_prob");
      return new Ends(Map.of(), Map.of("y", density));
    }
  }

  @Test
  void addedSignaturesCallTheModelAsItExpects() {
    MetaGraphDef model = new AllExports.Export(Flows.nice(3), 0).model(Precision.FLOAT32);
    Expect.rejected(
        "float[-1, 3], got int32[1, 3]", () -> SignatureBuilder.with(model, new Added(true)));
    Expect.rejected(
        "float[-1, 3], got float[1, 2]", () -> SignatureBuilder.with(model, new Added(false)));
  }
}
