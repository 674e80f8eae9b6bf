package io.github.tfflows.core.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;

/** The inputs of nodes, which name the values that they read. */
final class NodeInputs {
  /** Returns the name of the node or argument that a value belongs to. */
  static String node(String value) {
    int end = value.indexOf(':');
    return end < 0 ? value : value.substring(0, end);
  }

  /** Returns a node that reads other values in place of some. */
  static NodeDef rewired(NodeDef node, Map<String, String> moved) {
    List<String> inputs = new ArrayList<>(node.getInputList());
    inputs.replaceAll(input -> moved.getOrDefault(input, input));
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  private NodeInputs() {}
}
