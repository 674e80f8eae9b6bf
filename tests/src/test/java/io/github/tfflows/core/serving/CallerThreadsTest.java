package io.github.tfflows.core.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.testing.MovedWeights;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

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

  private static final Set<String> FORWARD = Set.of("forward/PartitionedCall");

  /** A served graph whose bodies are never inlined, as if they were large. */
  private static GraphDef ofLargeBodies() {
    Distribution flow =
        new TransformedDistribution(StandardNormal.of(2), new Coupling(new Affine(), Mlp.of(4)));
    Weights weights = MovedWeights.of(flow, 0);
    GraphDef.Builder graph =
        ServingGraph.build(flow, 0, weights, Tensors.type(Precision.FLOAT32))
            .getGraphDef()
            .toBuilder();
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals(ParameterizedFunction.CALL))
        .forEach(
            node -> node.putAttr(ParameterizedFunction.NO_INLINE, AttrValue.getDefaultInstance()));
    return graph.build();
  }

  private static Set<String> inOneThread(GraphDef graph) {
    return graph.getNodeList().stream()
        .filter(node -> node.containsAttr(Sessions.Schedule.ATTRIBUTE))
        .filter(node -> !node.getAttrOrThrow(Sessions.Schedule.ATTRIBUTE).getS().isEmpty())
        .map(NodeDef::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void largeForwardMapsAloneRunInOneThread() {
    GraphDef graph = ofLargeBodies();
    Sessions.Schedule one = Sessions.Schedule.ONE_THREAD;
    GraphDef run = ServingGraph.executed(graph, Compilation.NONE, one);
    assertEquals(FORWARD, inOneThread(run));
    assertTrue(mapsInOneThread(run));
    assertEquals(Set.of(), inOneThread(ServingGraph.executed(graph, Compilation.XLA, one)));
  }

  @Test
  void manyThreadsTakeTheScheduleAway() {
    GraphDef run =
        ServingGraph.executed(ofLargeBodies(), Compilation.NONE, Sessions.Schedule.ONE_THREAD);
    GraphDef back = ServingGraph.executed(run, Compilation.NONE, Sessions.Schedule.MANY_THREADS);
    assertEquals(Set.of(), inOneThread(back));
    assertFalse(mapsInOneThread(back));
  }

  private static boolean mapsInOneThread(GraphDef definition) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      return ServingGraph.mapsInOneThread(graph);
    }
  }

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
