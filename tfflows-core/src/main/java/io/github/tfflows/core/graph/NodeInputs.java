package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/** The inputs of nodes, which name the values that they read. */
public final class NodeInputs {
  /** Returns the name of the node or argument that a value belongs to. */
  public static String node(String value) {
    int end = value.indexOf(':');
    return end < 0 ? value : value.substring(0, end);
  }

  /** Returns a node that reads other values in place of some. */
  public static NodeDef rewired(NodeDef node, Map<String, String> moved) {
    List<String> inputs = new ArrayList<>(node.getInputList());
    inputs.replaceAll(input -> moved.getOrDefault(input, input));
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  /** Returns whether nodes of a body wait for others whose values they do not read. */
  public static boolean hasControl(FunctionDef function) {
    return function.getControlRetCount() > 0
        || function.getNodeDefList().stream()
            .flatMap(node -> node.getInputList().stream())
            .anyMatch(input -> input.startsWith("^"));
  }

  private NodeInputs() {}
}
