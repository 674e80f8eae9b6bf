package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.runtime.NodeInputs;
import io.github.tfflows.core.runtime.StableOrder;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * The nodes of a graph or of a function, by name.
 *
 * @param place the graph or the function, for messages
 * @param isGraph whether outputs have the names of a graph, otherwise of a function
 * @param arguments the names of the arguments of a function
 * @param nodes the nodes, each after the nodes that it reads
 */
record Body(String place, boolean isGraph, List<String> arguments, Map<String, NodeDef> nodes) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]{0,999}");

  private static final String FIRST_OUTPUT = ":0";

  static Body of(GraphDef graph) throws IOException {
    Body body = new Body("the graph", true, List.of(), new LinkedHashMap<>());
    return body.with(graph.getNodeList());
  }

  static Body of(FunctionDef function) throws IOException {
    String place = "function " + function.getSignature().getName();
    List<String> arguments =
        function.getSignature().getInputArgList().stream().map(ArgDef::getName).toList();
    return new Body(place, false, arguments, new LinkedHashMap<>()).with(function.getNodeDefList());
  }

  private Body with(List<NodeDef> added) throws IOException {
    Set<String> known = new HashSet<>();
    for (String argument : arguments) {
      add(argument, known);
    }
    boolean isInOrder = true;
    for (NodeDef node : added) {
      for (String input : node.getInputList()) {
        isInOrder &= known.contains(NodeInputs.node(input));
      }
      add(node.getName(), known);
      nodes.put(node.getName(), node);
    }
    return isInOrder ? this : inOrder(known);
  }

  private void add(String name, Set<String> known) throws IOException {
    if (!known.add(requireName(name))) {
      throw new IOException("has two nodes or arguments %s in %s".formatted(name, place));
    }
  }

  /**
   * Returns this body with each node after the nodes that it reads. Refuses nodes that lack an
   * input or depend on themselves.
   *
   * @param known the names of arguments and nodes
   */
  private Body inOrder(Set<String> known) throws IOException {
    for (NodeDef node : nodes.values()) {
      for (String input : node.getInputList()) {
        if (!known.contains(NodeInputs.node(input))) {
          throw broken(node, "reads %s, which is not there".formatted(shown(input)));
        }
      }
    }
    Map<String, NodeDef> ordered = new LinkedHashMap<>();
    StableOrder.of(nodes.values()).forEach(node -> ordered.put(node.getName(), node));
    for (NodeDef node : nodes.values()) {
      if (!ordered.containsKey(node.getName())) {
        throw broken(node, "is among nodes that depend on themselves");
      }
    }
    return new Body(place, isGraph, arguments, ordered);
  }

  /** Returns a name if it is valid for a node, an argument or a function. */
  static String requireName(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException(
          "has a node, argument or function with a name that is none: " + shown(name));
    }
    return name;
  }

  /** Returns a text of a file, shortened and escaped for messages. */
  static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
  }

  /** Returns an attribute of a node; an empty one if the node lacks it. */
  static AttrValue attribute(NodeDef node, String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
  }

  /** Returns the node that an input reads; null if it is an argument. */
  @Nullable NodeDef sourceOf(String input) {
    return nodes.get(NodeInputs.node(input));
  }

  /** Returns the name of the value that an input reads; the first output of a node has two. */
  String value(String input) {
    if (!isGraph || !input.endsWith(FIRST_OUTPUT)) {
      return input;
    }
    String node = NodeInputs.node(input);
    return input.equals(node + FIRST_OUTPUT) ? node : input;
  }

  /**
   * Returns the name of a node's output.
   *
   * @param list the name of the list of outputs that contains it
   * @param place its place in the list
   * @param index its place among all outputs
   */
  String output(NodeDef node, String list, int place, int index) {
    if (!isGraph) {
      return node.getName() + ":" + list + ":" + place;
    }
    return index == 0 ? node.getName() : node.getName() + ":" + index;
  }

  IOException broken(NodeDef node, String rule) {
    return new IOException(
        "is not within the rules for models from strangers: node %s (%s) of %s %s"
                .formatted(node.getName(), shown(node.getOp()), place, rule)
            + "; CompiledDistribution.loadTrusted loads what you trust");
  }
}
