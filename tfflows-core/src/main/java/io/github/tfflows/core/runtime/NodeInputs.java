package io.github.tfflows.core.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;

/** The inputs of nodes, by the names of values. */
final class NodeInputs {
  static String node(String value) {
    int end = value.indexOf(':');
    return end < 0 ? value : value.substring(0, end);
  }

  static NodeDef rewired(NodeDef node, Map<String, String> moved) {
    List<String> inputs = new ArrayList<>(node.getInputList());
    inputs.replaceAll(input -> moved.getOrDefault(input, input));
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  private NodeInputs() {}
}
