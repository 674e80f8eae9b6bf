package io.github.tfflows.core.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Removes no-ops from a graph of known shapes, such as a training step. The gradient of a binary op
 * computes the axes along which either operand was broadcast, sums over them and reshapes. For
 * equal shapes these dozen nodes are no-ops. TensorFlow's optimizer would also remove them, but
 * needs seconds.
 */
public final class KnownShapes {
  /** These ops return their first input if it has the shape of their output. */
  private static final Set<String> OFTEN_NO_OP =
      Set.of("Identity", "Reshape", "StopGradient", "Sum");

  private final Graph graph;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();

  private final Map<String, String> same = new HashMap<>();

  private KnownShapes(Graph graph, GraphDef definition) {
    this.graph = graph;
    for (NodeDef node : definition.getNodeList()) { // each after its inputs
      NodeDef redirected =
          NodeInputs.rewired(node, input -> same.getOrDefault(input, input)).build();
      nodes.put(node.getName(), redirected);
      if (isNoOp(node)) {
        same.put(node.getName(), redirected.getInput(0));
      }
    }
  }

  /** Returns the subgraph that some operands need, with the same names; the caller closes it. */
  public static Graph shortened(Graph graph, Collection<? extends Operand<?>> needed) {
    GraphDef definition = graph.toGraphDef();
    KnownShapes known = new KnownShapes(graph, definition);
    List<String> names = needed.stream().map(operand -> operand.op().name()).toList();
    known.nodes.keySet().retainAll(NodeInputs.reached(known.nodes, names));
    Graph shorter = new Graph();
    try {
      shorter.importGraphDef(
          definition.toBuilder().clearNode().addAllNode(known.nodes.values()).build());
      return shorter;
    } catch (RuntimeException e) {
      shorter.close();
      throw e;
    }
  }

  private boolean isNoOp(NodeDef node) {
    if (!OFTEN_NO_OP.contains(node.getOp())
        || node.getInputList().stream().anyMatch(input -> input.startsWith("^"))) {
      return false;
    }
    Shape before = graph.outputOrThrow(node.getInput(0)).shape();
    // Shapes with unknown sizes are never equal.
    return before.equals(graph.outputOrThrow(node.getName()).shape());
  }
}
