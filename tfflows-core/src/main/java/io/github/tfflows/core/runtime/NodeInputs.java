package io.github.tfflows.core.runtime;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.NodeDef;

/** The inputs of nodes, by the names of values. */
public final class NodeInputs {
  /** Returns the name of the node or argument that an input reads or waits for. */
  public static String node(String input) {
    int colon = input.indexOf(':');
    String name = colon < 0 ? input : input.substring(0, colon);
    return name.startsWith("^") ? name.substring(1) : name;
  }

  public static NodeDef.Builder rewired(NodeDef node, UnaryOperator<String> inputs) {
    NodeDef.Builder changed = node.toBuilder().clearInput();
    node.getInputList().forEach(input -> changed.addInput(inputs.apply(input)));
    return changed;
  }

  /**
   * Returns names of nodes, and the names of all nodes that they read, directly or through others.
   */
  public static Set<String> reached(Map<String, NodeDef> nodes, Collection<String> from) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      String name = open.remove();
      NodeDef node = nodes.get(name);
      if (reached.add(name) && node != null) {
        node.getInputList().forEach(input -> open.add(node(input)));
      }
    }
    return reached;
  }

  private NodeInputs() {}
}
