package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Affine;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Mlp;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class ServingGraphTest {
  private static final Set<String> FORWARD = Set.of("forward/PartitionedCall");

  /** A served graph as it is where bodies are large. */
  private static GraphDef ofLargeBodies() {
    Distribution flow =
        new TransformedDistribution(StandardNormal.of(2), new Coupling(new Affine(), Mlp.of(4)));
    Weights weights = CompiledDistributionTest.weights(flow, 0);
    GraphDef.Builder graph =
        ServingGraph.build(flow, 0, weights, Precision.FLOAT32.type()).getGraphDef().toBuilder();
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals(ServingGraph.CALL))
        .forEach(
            node -> node.putAttr(ParameterizedFunction.AS_IT_IS, AttrValue.getDefaultInstance()));
    return graph.build();
  }

  private static Set<String> inOneThread(GraphDef graph) {
    return graph.getNodeList().stream()
        .filter(node -> node.containsAttr(Execution.Schedule.ATTRIBUTE))
        .filter(node -> !node.getAttrOrThrow(Execution.Schedule.ATTRIBUTE).getS().isEmpty())
        .map(NodeDef::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void largeForwardMapsAloneRunInOneThread() {
    GraphDef graph = ofLargeBodies();
    Execution.Schedule one = Execution.Schedule.ONE_THREAD;
    GraphDef run = ServingGraph.executed(graph, Compilation.NONE, one);
    assertEquals(FORWARD, inOneThread(run));
    assertTrue(mapsInOneThread(run));
    assertEquals(Set.of(), inOneThread(ServingGraph.executed(graph, Compilation.XLA, one)));
  }

  @Test
  void manyThreadsTakeTheScheduleAway() {
    GraphDef run =
        ServingGraph.executed(ofLargeBodies(), Compilation.NONE, Execution.Schedule.ONE_THREAD);
    GraphDef back = ServingGraph.executed(run, Compilation.NONE, Execution.Schedule.MANY_THREADS);
    assertEquals(Set.of(), inOneThread(back));
    assertFalse(mapsInOneThread(back));
  }

  private static boolean mapsInOneThread(GraphDef definition) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      return ServingGraph.mapsInOneThread(graph);
    }
  }
}
