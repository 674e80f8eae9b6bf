package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.runtime.CalledFunctions;
import io.github.tfflows.core.runtime.NodeInputs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** The part of a graph that some signatures need. */
public final class SignaturePart {
  /**
   * Returns a model without additional signatures, and without the nodes and functions that only
   * those need.
   */
  public static MetaGraphDef own(MetaGraphDef model) {
    Set<String> others = new HashSet<>(model.getSignatureDefMap().keySet());
    others.removeAll(SignatureRules.OWN);
    if (others.isEmpty()) {
      return model;
    }
    MetaGraphDef.Builder own = model.toBuilder();
    others.forEach(own::removeSignatureDef);
    Set<String> needed = needed(model.getGraphDef(), own.getSignatureDefMap().values());
    GraphDef.Builder graph = model.getGraphDef().toBuilder().clearNode();
    model.getGraphDef().getNodeList().stream()
        .filter(node -> needed.contains(node.getName()))
        .forEach(graph::addNode);
    CalledFunctions.keep(graph);
    return own.setGraphDef(graph).build();
  }

  /** Returns the nodes that signatures need, in the order of the graph. */
  public static List<NodeDef> nodes(GraphDef graph, SignatureDef signature) {
    Set<String> needed = needed(graph, List.of(signature));
    return graph.getNodeList().stream().filter(node -> needed.contains(node.getName())).toList();
  }

  /** Returns whether a signature is not an additional one. */
  public static boolean isOwn(String signature) {
    return SignatureRules.OWN.contains(signature);
  }

  private static Set<String> needed(GraphDef graph, Collection<SignatureDef> signatures) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.putIfAbsent(node.getName(), node));
    List<String> ends = new ArrayList<>();
    for (SignatureDef signature : signatures) {
      ends.addAll(names(signature.getInputsMap().values()));
      ends.addAll(names(signature.getOutputsMap().values()));
    }
    return NodeInputs.reached(nodes, ends);
  }

  private static List<String> names(Collection<TensorInfo> tensors) {
    return tensors.stream().map(tensor -> NodeInputs.node(tensor.getName())).toList();
  }

  private SignaturePart() {}
}
