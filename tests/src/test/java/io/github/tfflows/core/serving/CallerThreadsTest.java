package io.github.tfflows.core.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.runtime.Parts;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

/** The counts hold where nothing else calls a model in this process, so not beside other tests. */
class CallerThreadsTest {
  private static final Execution EIGHT = Execution.defaults().withDevice(Device.CPU).withThreads(8);
  private static final CallerThreads THREADS = new CallerThreads(EIGHT, 64);
  private static final int MANY = Runtime.getRuntime().availableProcessors();

  @Test
  void partsOfLargeModelsMayBeSmaller() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      tf.withName(BoundWeights.PREFIX + "kernel").constant(new float[300][1000]);
      tf.constant(new float[300][1000]);
      assertEquals(new CallerThreads(EIGHT, 64), CallerThreads.of(graph, EIGHT));
      tf.withName(BoundWeights.PREFIX + "bias").constant(new float[100_000]);
      assertEquals(new CallerThreads(EIGHT, 32), CallerThreads.of(graph, EIGHT));
    }
    Execution two = EIGHT.withThreads(2);
    assertEquals(Parts.ofSize(32, 64, 2), new CallerThreads(two, 32).parts(64, 1000, 1));
    assertEquals(Parts.ofSize(63, 63, 1), new CallerThreads(two, 32).parts(63, 1000, 1));
  }

  @Test
  void noCoreIsIdleWhereCallersShareThem() {
    assertEquals(16, CallerThreads.share(16, 1));
    assertEquals(4, CallerThreads.share(16, 4));
    assertEquals(2, CallerThreads.share(4, 3));
    assertEquals(1, CallerThreads.share(4, 4));
    assertEquals(1, CallerThreads.share(4, 9));
  }

  @Test
  void aCallAmongMoreCallersThanCoresIsWhole() {
    assertEquals(1, THREADS.parts(1000, 1000, MANY).count());
    assertEquals(Math.min(8, MANY), THREADS.parts(1000, 1000, 1).count());
    Execution one = EIGHT.withThreads(1);
    assertEquals(Parts.ofSize(1000, 1000, 1), new CallerThreads(one, 64).parts(1000, 1000, 1));
  }

  @Test
  void allThreadsTakeThePartsOfALongCall() {
    assertEquals(Parts.ofSize(100, 1000, 8), THREADS.parts(1000, 100, MANY));
  }

  @Test
  void compiledPartsDoNotDependOnOtherCallers() {
    CallerThreads compiled = new CallerThreads(EIGHT.withCompilation(Compilation.XLA), 32);
    assertEquals(Parts.ofSize(125, 1000, 8), compiled.parts(1000, 1000, 99));
    assertEquals(Parts.ofSize(64, 64, 1), compiled.parts(64, 1000, 1));
  }

  @Test
  void callsOfAllModelsAreCountedUntilTheyEnd() {
    CallerThreads other = new CallerThreads(EIGHT.withThreads(2), 32);
    Set<Integer> counts = new TreeSet<>();
    Parts one = Parts.ofSize(1, 1, 1);
    THREADS.run(
        alone -> one,
        (from, to) ->
            other.run(
                callers -> {
                  counts.add(callers);
                  assertEquals(other.parts(500, 500, 3), other.parts(500, 500));
                  return one;
                },
                (a, b) -> {}));
    assertEquals(Set.of(2), counts);
    assertThrows(
        IllegalStateException.class,
        () ->
            THREADS.run(
                callers -> one,
                (from, to) -> {
                  throw new IllegalStateException("a failed part");
                }));
    THREADS.run(
        callers -> {
          counts.add(callers);
          return one;
        },
        (from, to) -> {});
    assertEquals(Set.of(1, 2), counts);
  }
}
