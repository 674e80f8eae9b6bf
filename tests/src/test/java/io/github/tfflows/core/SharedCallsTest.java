package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

class SharedCallsTest {
  private static final Execution FOUR =
      Execution.defaults().withDevice(Device.CPU).withThreads(1, 4);
  private static final SharedCalls CALLS = SharedCalls.of(1000, FOUR);

  @Test
  void partsOfLargeModelsMayBeSmaller() {
    assertEquals(64, SharedCalls.of(0, FOUR).leastRows());
    assertEquals(64, SharedCalls.of(200_000, FOUR).leastRows());
    assertEquals(32, SharedCalls.of(400_000, FOUR).leastRows());
    assertEquals(16, SharedCalls.of(1_000_000_000, FOUR).leastRows());
    assertEquals(new Parts(64, 32, 2), SharedCalls.of(400_000, FOUR).parts(64, 1000, 1));
  }

  @Test
  void theSizeOfAModelIsThatOfAllItsWeights() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      tf.withName(ServingGraph.WEIGHTS + "kernel").constant(new float[300][1000]);
      tf.withName(ServingGraph.WEIGHTS + "bias").constant(new float[100_000]);
      tf.constant(new float[300][1000]);
      assertEquals(new SharedCalls(FOUR, 32), SharedCalls.of(graph, FOUR));
    }
  }

  @Test
  void callersShareTheThreads() {
    assertEquals(new Parts(1000, 250, 4), CALLS.parts(1000, 1000, 1));
    assertEquals(new Parts(1000, 500, 2), CALLS.parts(1000, 1000, 2));
    assertEquals(new Parts(1000, 1000, 1), CALLS.parts(1000, 1000, 3));
    assertEquals(new Parts(1000, 1000, 1), CALLS.parts(1000, 1000, 9));
    assertEquals(new Parts(1000, 100, 1), CALLS.parts(1000, 100, 9));
  }

  @Test
  void compiledPartsDoNotDependOnOtherCallers() {
    SharedCalls compiled = SharedCalls.of(400_000, FOUR.withCompilation(Compilation.XLA));
    assertEquals(new Parts(1000, 250, 4), compiled.parts(1000, 1000, 9));
    assertEquals(new Parts(64, 64, 1), compiled.parts(64, 1000, 1));
  }

  @Test
  void callsAreCountedUntilTheyEnd() {
    List<Integer> inner = new ArrayList<>();
    CALLS.run(1, 1000, (from, to) -> CALLS.run(1000, 1000, (a, b) -> add(inner, b - a)));
    assertEquals(List.of(500, 500), inner);
    assertThrows(
        IllegalStateException.class,
        () ->
            CALLS.run(
                1,
                1000,
                (from, to) -> {
                  throw new IllegalStateException("a failed part");
                }));
    List<Integer> alone = new ArrayList<>();
    CALLS.run(256, 1000, (from, to) -> add(alone, to - from));
    assertEquals(List.of(64, 64, 64, 64), alone);
  }

  private static void add(List<Integer> sizes, int size) {
    synchronized (sizes) {
      sizes.add(size);
    }
  }
}
