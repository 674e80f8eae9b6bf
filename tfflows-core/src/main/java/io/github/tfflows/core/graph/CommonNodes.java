package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Shortens the bodies of many nodes, which TensorFlow's optimizer is kept from: of nodes that
 * compute the same one stays. Unrolled autoregressive draws lose a third of their nodes, most of
 * them constants. What stops gradients stays, for those who differentiate an exported model.
 */
public final class CommonNodes {
  private static final String CONTROL = "^";

  /** The nodes that others wait for, which stay. */
  private final Set<String> awaited = new HashSet<>();

  /** The nodes that stay in place of others, by the names of those. */
  private final Map<String, String> same = new HashMap<>();

  private CommonNodes(FunctionDef function) {
    for (NodeDef node : function.getNodeDefList()) {
      node.getInputList().stream()
          .filter(input -> input.startsWith(CONTROL))
          .forEach(input -> awaited.add(input.substring(CONTROL.length())));
    }
    awaited.addAll(function.getControlRetMap().values());
  }

  /** Returns a graph that does the same, with shorter bodies where they are left as they are. */
  public static GraphDef merged(GraphDef graph) {
    Set<String> large =
        graph.getNodeList().stream()
            .filter(node -> node.containsAttr(ParameterizedFunction.AS_IT_IS))
            .map(node -> node.getAttrOrThrow("f").getFunc().getName())
            .collect(Collectors.toSet());
    GraphDef.Builder changed = graph.toBuilder();
    changed.getLibraryBuilder().getFunctionBuilderList().stream()
        .filter(function -> large.contains(function.getSignature().getName()))
        .forEach(function -> new CommonNodes(function.build()).merge(function));
    return changed.build();
  }

  private void merge(FunctionDef.Builder function) {
    Map<NodeDef, String> known = new HashMap<>();
    List<NodeDef> kept = new ArrayList<>();
    for (NodeDef node : function.getNodeDefList()) {
      NodeDef redirected = redirected(node);
      String first = first(redirected, known);
      if (first.equals(node.getName())) {
        kept.add(redirected);
      } else {
        same.put(node.getName(), first);
      }
    }
    function.clearNodeDef();
    kept.forEach(node -> function.addNodeDef(redirected(node))); // also where it came earlier
    function.getRetMap().forEach((output, source) -> function.putRet(output, redirected(source)));
  }

  /** The first of the known nodes that compute the same, or this one. */
  private String first(NodeDef node, Map<NodeDef, String> known) {
    if (awaited.contains(node.getName()) || TensorFlow.isOpStateful(node.getOp())) {
      return node.getName();
    }
    NodeDef nameless = node.toBuilder().clearName().clearExperimentalDebugInfo().build();
    return known.computeIfAbsent(nameless, unused -> node.getName());
  }

  private NodeDef redirected(NodeDef node) {
    List<String> inputs = new ArrayList<>(node.getInputList());
    inputs.replaceAll(this::redirected);
    return inputs.equals(node.getInputList())
        ? node
        : node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  /** Where an input, {@code argument} or {@code node:output:index}, now comes from. */
  private String redirected(String input) {
    String node = NodeInputs.node(input);
    String other = same.get(node);
    return other == null ? input : other + input.substring(node.length());
  }
}
