package io.github.tfflows.core.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.testing.MovedWeights;
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
}
