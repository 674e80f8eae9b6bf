package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.testing.Expect;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

/** Tensors that do not suit a signature are refused by their names. */
class CallArgumentsTest {
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
