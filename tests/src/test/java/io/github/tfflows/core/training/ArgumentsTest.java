package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.testing.Expect;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.Shape;

/** Arguments that are missing or far too large. */
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // on purpose
class ArgumentsTest {
  private static final Training QUICK = Training.defaults().withSteps(1);

  @TestFactory
  Stream<DynamicTest> aMissingArgumentIsNamed() {
    StandardNormal normal = StandardNormal.of(1);
    Data data = Data.of(new float[10][1]);
    Map<String, Executable> calls =
        Map.ofEntries(
            Map.entry("distribution", () -> QUICK.fit((Distribution) null, data).close()),
            Map.entry("data", () -> QUICK.fit(normal, (Data) null).close()),
            Map.entry("listener", () -> QUICK.fit(normal, data, null).close()),
            Map.entry("training", () -> QUICK.fit(normal, null, Data.none()).close()),
            Map.entry("heldOut", () -> QUICK.fit(normal, epoch -> Stream.of(data), null).close()),
            Map.entry("target", () -> QUICK.fitTo(normal, null).close()),
            Map.entry("model", () -> QUICK.refit(null, data).close()),
            Map.entry("optimization", () -> QUICK.withOptimization(null)),
            Map.entry("validation", () -> QUICK.withValidation(null)),
            Map.entry("execution", () -> QUICK.withExecution(null)),
            Map.entry("precision", () -> Execution.defaults().withPrecision(null)),
            Map.entry("device", () -> Execution.defaults().withDevice(null)),
            Map.entry("compilation", () -> Execution.defaults().withCompilation(null)),
            Map.entry("learningRate", () -> QUICK.withLearningRate(null)),
            Map.entry("adam", () -> Optimization.defaults().withAdam(null)),
            Map.entry("directory", () -> QUICK.withCheckpoints(null, 1, 1)),
            Map.entry("rows", () -> Rows.of((float[][]) null)),
            Map.entry("row 1 of 2", () -> Rows.of(new float[][] {{1}, null})),
            Map.entry("values", () -> new Rows(null, Shape.of(1), 1)),
            Map.entry("context", () -> new Data(Rows.empty(1), null)),
            Map.entry("numbers", () -> Data.none().weighted(null)));
    return calls.entrySet().stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.getKey(), () -> assertNamed(call.getKey(), call.getValue())));
  }

  private static void assertNamed(String name, Executable call) {
    String message = Expect.message(NullPointerException.class, call);
    assertTrue(message.startsWith(name), message);
  }

  @Timeout(10)
  @Test
  void networksTooLargeForAnyMachineAreRefused() {
    Expect.rejected("units must be from 1 to 16384, got 1000000000", () -> Mlp.of(1_000_000_000));
    Expect.rejected(
        "units must be from 1 to 16384, got 1000000000", () -> Made.of(8, 1_000_000_000));
    Expect.rejected(
        "units must be from 1 to 16384, got 1000000000", () -> ResidualNet.of(1_000_000_000, 1));
    assertEquals(1 << 14, Mlp.of(1 << 14).hidden().get(0));
  }

  @Timeout(60)
  @Test
  void moreParametersThanTheHeapHoldsAreRefused() {
    int[] layers = new int[1 + (int) (Runtime.getRuntime().maxMemory() >> 30)];
    java.util.Arrays.fill(layers, 1 << 14);
    Expect.rejected(
        "more than the Java heap can hold",
        () -> CompiledDistribution.compile(Flows.realNvp(2, 1, Mlp.of(layers)), 0).close());
  }

  @Test
  void aScheduleWithoutARateIsRefused() {
    Training broken = QUICK.withLearningRate((step, steps) -> Double.NaN);
    Data data = Data.of(new float[10][1]);
    Expect.rejected(
        "the learning rate of step 1 is NaN, expected zero or more",
        () -> broken.fit(DiagonalNormal.trainable(1), data).close());
  }
}
