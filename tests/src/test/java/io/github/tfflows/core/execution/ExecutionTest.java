package io.github.tfflows.core.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.TestRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private static float[] logProb(Execution execution) {
    try (CompiledDistribution model =
        CompiledDistribution.compile(DiagonalNormal.trainable(3), 0, 0, execution)) {
      return model.logProb(TestRows.gaussian(100, 3, 1));
    }
  }

  @Test
  void choicesDoNotChangeTheNumbers() {
    Execution defaults = Execution.defaults();
    float[] expected = logProb(defaults);
    assertArrayEquals(expected, logProb(defaults.withThreads(1)));
    assertArrayEquals(expected, logProb(defaults.withDevice(Device.CPU)));
    assertArrayEquals(expected, logProb(defaults.withCompilation(Compilation.XLA)), 1e-5f);
    assertArrayEquals(expected, logProb(defaults.withPrecision(Precision.FLOAT64)), 1e-5f);
  }

  @Test
  void eachChoiceIsKept() {
    Execution all =
        Execution.defaults()
            .withDevice(Device.CPU)
            .withThreadsPerOp(2)
            .withThreads(3)
            .withCompilation(Compilation.XLA)
            .withPrecision(Precision.FLOAT64);
    assertEquals(new Execution(Device.CPU, 3, 2, Compilation.XLA, Precision.FLOAT64), all);
  }

  @Test
  void impossibleChoicesAreRefused() {
    Expect.rejected("-1", () -> Execution.defaults().withThreadsPerOp(-1));
    Expect.rejected("-2", () -> Execution.defaults().withThreads(-2));
  }

  @Test
  void aMissingGpuIsNamed() {
    Execution gpu = Execution.defaults().withDevice(Device.GPU);
    Expect.failed(IllegalStateException.class, "linux-x86_64-gpu", () -> logProb(gpu));
  }

  @Tag("gpu")
  @Test
  void aGpuGivesTheSameNumbers() {
    Execution gpu = Execution.defaults().withDevice(Device.GPU);
    assertArrayEquals(logProb(Execution.defaults()), logProb(gpu), 1e-4f);
  }
}
