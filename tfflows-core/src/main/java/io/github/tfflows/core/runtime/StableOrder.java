package io.github.tfflows.core.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * An order of functions and of their nodes that is the same in every process. TensorFlow lists them
 * in the order of their addresses.
 */
public final class StableOrder {
  /**
   * Returns a graph with its functions ordered by name. Nodes are in the order of {@link
   * #of(Collection)}.
   */
  public static GraphDef of(GraphDef graph) {
    List<FunctionDef> functions = new ArrayList<>();
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      functions.add(
          function.toBuilder().clearNodeDef().addAllNodeDef(of(function.getNodeDefList())).build());
    }
    functions.sort(Comparator.comparing(function -> function.getSignature().getName()));
    GraphDef.Builder ordered = graph.toBuilder();
    ordered.getLibraryBuilder().clearFunction().addAllFunction(functions);
    return ordered.build();
  }

  /**
   * Returns nodes in an order in which each follows the nodes that it reads; where several can
   * follow, by name. Nodes that depend on themselves are left out.
   */
  public static List<NodeDef> of(Collection<NodeDef> nodes) {
    Map<String, NodeDef> byName = new HashMap<>();
    nodes.forEach(node -> byName.put(node.getName(), node));
    Map<String, Integer> waits = new HashMap<>();
    Map<String, List<NodeDef>> readers = new HashMap<>();
    PriorityQueue<NodeDef> ready = new PriorityQueue<>(Comparator.comparing(NodeDef::getName));
    for (NodeDef node : nodes) {
      Set<String> sources = new HashSet<>();
      node.getInputList().forEach(input -> sources.add(NodeInputs.node(input)));
      sources.retainAll(byName.keySet());
      sources.forEach(
          source -> readers.computeIfAbsent(source, unused -> new ArrayList<>()).add(node));
      waits.put(node.getName(), sources.size());
      if (sources.isEmpty()) {
        ready.add(node);
      }
    }
    List<NodeDef> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      NodeDef next = ready.remove();
      ordered.add(next);
      for (NodeDef reader : readers.getOrDefault(next.getName(), List.of())) {
        if (waits.merge(reader.getName(), -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    return ordered;
  }

  private StableOrder() {}
}
