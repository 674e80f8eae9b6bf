package io.github.tfflows.core.runtime;

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

  /** Returns a node that reads other inputs, by their names before. */
  public static NodeDef.Builder rewired(NodeDef node, UnaryOperator<String> inputs) {
    NodeDef.Builder changed = node.toBuilder().clearInput();
    node.getInputList().forEach(input -> changed.addInput(inputs.apply(input)));
    return changed;
  }

  private NodeInputs() {}
}
