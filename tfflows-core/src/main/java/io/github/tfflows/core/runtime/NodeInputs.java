package io.github.tfflows.core.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;

/** The inputs of nodes, by the names of values. */
public final class NodeInputs {
  /** Returns the name of the node or argument that an input reads or waits for. */
  public static String node(String input) {
    int colon = input.indexOf(':');
    String name = colon < 0 ? input : input.substring(0, colon);
    return name.startsWith("^") ? name.substring(1) : name;
  }

  static NodeDef rewired(NodeDef node, Map<String, String> moved) {
    List<String> inputs = new ArrayList<>(node.getInputList());
    inputs.replaceAll(input -> moved.getOrDefault(input, input));
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  private NodeInputs() {}
}
