package io.github.tfflows.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * An order in which the nodes of a body may be run one after the other: what depends on data as
 * soon as it can, what depends on weights alone when it is needed.
 */
public final class NodeOrder {
  private final Map<String, NodeDef> byName = new HashMap<>();
  private final Map<String, NodeDef> ordered = new LinkedHashMap<>();

  public NodeOrder(FunctionDef function, Set<String> weights) {
    List<NodeDef> given = function.getNodeDefList();
    given.forEach(node -> byName.put(node.getName(), node));
    given.forEach(this::add);
    Set<String> withoutData = new HashSet<>(weights);
    Map<String, Integer> depths = new HashMap<>();
    for (NodeDef node : ordered.values()) {
      List<String> sources = node.getInputList().stream().map(Pieces::node).toList();
      if (withoutData.containsAll(sources)) {
        withoutData.add(node.getName());
      }
      int depth = sources.stream().mapToInt(name -> depths.getOrDefault(name, 0)).max().orElse(0);
      depths.put(node.getName(), depth + 1);
    }
    List<NodeDef> byDepth = new ArrayList<>(ordered.values());
    byDepth.removeIf(node -> withoutData.contains(node.getName()));
    byDepth.sort(Comparator.comparing(node -> depths.get(node.getName())));
    ordered.clear();
    byDepth.forEach(this::add);
    given.forEach(this::add);
  }

  public List<NodeDef> nodes() {
    return List.copyOf(ordered.values());
  }

  /** Adds a node after those that feed it and are not there yet. */
  private void add(NodeDef last) {
    Deque<NodeDef> open = new ArrayDeque<>(List.of(last));
    while (!open.isEmpty()) {
      NodeDef node = open.peek();
      int before = open.size();
      for (String input : node.getInputList()) {
        NodeDef source = byName.get(Pieces.node(input));
        if (source != null && !ordered.containsKey(source.getName())) {
          open.push(source);
        }
      }
      if (open.size() == before) {
        ordered.putIfAbsent(node.getName(), node);
        open.pop();
      }
    }
  }
}
