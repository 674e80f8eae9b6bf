package io.github.tfflows.core.saved.rules;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param arguments the names of the arguments of a function
 * @param nodes the nodes in topological order
 */
record Body(String place, List<String> arguments, Map<String, NodeDef> nodes) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]{0,999}");

  static Body of(GraphDef graph) throws IOException {
    return new Body("the graph", List.of(), byName("the graph", graph.getNodeList())).inOrder();
  }

  static Body of(FunctionDef function) throws IOException {
    String place = "function " + function.getSignature().getName();
    List<String> arguments =
        function.getSignature().getInputArgList().stream().map(ArgDef::getName).toList();
    return new Body(place, arguments, byName(place, function.getNodeDefList())).inOrder();
  }

  private static Map<String, NodeDef> byName(String place, List<NodeDef> nodes) throws IOException {
    Map<String, NodeDef> byName = new LinkedHashMap<>();
    for (NodeDef node : nodes) {
      if (byName.put(requireName(node.getName()), node) != null) {
        throw new IOException("has two nodes %s in %s".formatted(node.getName(), place));
      }
    }
    return byName;
  }

  /** Returns a name if it is valid for a node or function. */
  static String requireName(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("has a node or function with a name that is none: " + shown(name));
    }
    return name;
  }

  /** Returns a text of a file, shortened and escaped for messages. */
  static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
  }

  /** Returns the name of the node or argument that an input reads or waits for. */
  static String source(String input) {
    int colon = input.indexOf(':');
    String name = colon < 0 ? input : input.substring(0, colon);
    return name.startsWith("^") ? name.substring(1) : name;
  }

  /** Returns an attribute of a node; an empty one if the node lacks it. */
  static AttrValue attribute(NodeDef node, String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
  }

  /** Returns the node that an input reads; null if it is an argument. */
  @Nullable NodeDef sourceOf(String input) {
    return nodes.get(source(input));
  }

  /**
   * Returns this body with its nodes in topological order.
   *
   * @throws IOException if an input is missing, or a node depends on itself
   */
  private Body inOrder() throws IOException {
    Set<String> known = new HashSet<>(arguments);
    Map<String, Integer> waits = new HashMap<>();
    Map<String, Set<String>> readers = new HashMap<>();
    Deque<String> ready = new ArrayDeque<>();
    for (NodeDef node : nodes.values()) {
      Set<String> sources = new HashSet<>();
      for (String input : node.getInputList()) {
        String source = source(input);
        if (nodes.containsKey(source)) {
          sources.add(source);
        } else if (!known.contains(source)) {
          throw broken(node, "reads %s, which is not there".formatted(shown(input)));
        }
      }
      waits.put(node.getName(), sources.size());
      sources.forEach(
          source -> readers.computeIfAbsent(source, unused -> new HashSet<>()).add(node.getName()));
      if (sources.isEmpty()) {
        ready.add(node.getName());
      }
    }
    return new Body(place, arguments, reached(waits, readers, ready));
  }

  private Map<String, NodeDef> reached(
      Map<String, Integer> waits, Map<String, Set<String>> readers, Deque<String> ready)
      throws IOException {
    Map<String, NodeDef> reached = new LinkedHashMap<>();
    while (!ready.isEmpty()) {
      String name = ready.remove();
      waits.remove(name);
      reached.put(name, Objects.requireNonNull(nodes.get(name)));
      for (String reader : readers.getOrDefault(name, Set.of())) {
        if (waits.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    if (!waits.isEmpty()) {
      throw new IOException(
          "has nodes in %s that depend on themselves, among them %s"
              .formatted(place, first(waits.keySet())));
    }
    return reached;
  }

  private static String first(Collection<String> names) {
    return names.iterator().next();
  }

  /** Returns the exception for a node that breaks a rule. */
  IOException broken(NodeDef node, String rule) {
    return new IOException(
        "is not within the rules for models from strangers: node %s (%s) of %s %s"
                .formatted(node.getName(), shown(node.getOp()), place, rule)
            + "; CompiledDistribution.loadTrusted loads what you trust");
  }
}
