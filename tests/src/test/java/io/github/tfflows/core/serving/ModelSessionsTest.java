package io.github.tfflows.core.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Sessions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;

class ModelSessionsTest {
  private static final Execution CPU = Execution.defaults().withDevice(Device.CPU);

  @Test
  void fewRowsHaveASessionOfTheirOwnWhereOpsAreFused() {
    try (Graph graph = new Graph()) {
      try (ModelSessions two = open(graph, CPU, Sessions.Optimization.DEFAULT)) {
        assertNotSame(two.of(64), two.of(65));
        assertSame(two.of(1), two.of(64));
      }
      try (ModelSessions one = open(graph, CPU, Sessions.Optimization.BY_FUNCTION)) {
        assertSame(one.of(1), one.of(1000));
      }
      Execution xla = CPU.withCompilation(Compilation.XLA);
      try (ModelSessions one = open(graph, xla, Sessions.Optimization.DEFAULT)) {
        assertSame(one.of(1), one.of(1000));
      }
    }
  }

  private static ModelSessions open(Graph graph, Execution execution, Sessions.Optimization how) {
    return ModelSessions.open(graph, execution, how);
  }

  @Test
  void rowsHaveTheSameDensityAmongFewAndAmongMany() {
    Random random = new Random(1);
    float[][] rows = new float[100][2];
    for (float[] row : rows) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) random.nextGaussian();
    }
    try (CompiledDistribution model =
        CompiledDistribution.compile(Flows.maf(2), 0, 3, CPU.withThreads(1))) {
      float[] ofMany = model.logProb(rows);
      assertArrayEquals(Arrays.copyOf(ofMany, 64), model.logProb(Arrays.copyOf(rows, 64)), 2e-5f);
      assertEquals(ofMany[0], model.logProb(new float[][] {rows[0]})[0], 2e-5f);
    }
  }
}
