package io.github.tfflows.core;

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
 * compute the same one stays, and what does nothing but stop gradients goes. Unrolled
 * autoregressive draws lose a third of their nodes, most of them constants.
 */
final class CommonNodes {
  private static final Set<String> PASSING_ON = Set.of("StopGradient", "Identity");
  private static final String CONTROL = "^";

  /** The nodes that others wait for, which stay. */
  private final Set<String> awaited = new HashSet<>();

  /** The nodes that stay in place of others, by the names of those. */
  private final Map<String, String> same = new HashMap<>();

  /** The outputs that are passed on, by the names of the nodes that did. */
  private final Map<String, String> passedOn = new HashMap<>();

  private CommonNodes(FunctionDef function) {
    for (NodeDef node : function.getNodeDefList()) {
      node.getInputList().stream()
          .filter(input -> input.startsWith(CONTROL))
          .forEach(input -> awaited.add(input.substring(CONTROL.length())));
    }
    awaited.addAll(function.getControlRetMap().values());
  }

  /** Returns a graph that does the same, with shorter bodies where they are left as they are. */
  static GraphDef merged(GraphDef graph) {
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
      if (isNeeded(redirected, known)) {
        kept.add(redirected);
      }
    }
    function.clearNodeDef();
    kept.forEach(node -> function.addNodeDef(redirected(node))); // also where it came earlier
    function.getRetMap().forEach((output, source) -> function.putRet(output, redirected(source)));
  }

  /** Notes what takes the place of a node that is not. */
  private boolean isNeeded(NodeDef node, Map<NodeDef, String> known) {
    String name = node.getName();
    if (awaited.contains(name) || TensorFlow.isOpStateful(node.getOp())) {
      return true;
    }
    if (PASSING_ON.contains(node.getOp()) && node.getInputCount() == 1) {
      passedOn.put(name, node.getInput(0));
      return false;
    }
    String first =
        known.putIfAbsent(node.toBuilder().clearName().clearExperimentalDebugInfo().build(), name);
    if (first != null) {
      same.put(name, first);
    }
    return first == null;
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
    int end = input.indexOf(':');
    String node = end < 0 ? input : input.substring(0, end);
    String source = passedOn.get(node);
    if (source != null) {
      return redirected(source);
    }
    String other = same.get(node);
    return other == null ? input : redirected(other + input.substring(end));
  }
}
