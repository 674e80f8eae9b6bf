package io.github.tfflows.core.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** The functions that the nodes of a graph call, directly or through other functions. */
public final class CalledFunctions {
  private final Map<String, FunctionDef> left = new HashMap<>();
  private final Set<String> called = new HashSet<>();
  private final Deque<NodeDef> callers = new ArrayDeque<>();

  private CalledFunctions(GraphDef.Builder graph) {
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      left.put(function.getSignature().getName(), function);
    }
    callers.addAll(graph.getNodeList());
    while (!callers.isEmpty()) {
      callers.remove().getAttrMap().values().stream()
          .flatMap(CalledFunctions::names)
          .forEach(this::follow);
    }
  }

  /**
   * Drops the functions of a graph that no node calls; TensorFlow would copy and analyse them, too.
   */
  public static void keep(GraphDef.Builder graph) {
    Set<String> called = new CalledFunctions(graph).called;
    List<FunctionDef> kept =
        graph.getLibrary().getFunctionList().stream()
            .filter(function -> called.contains(function.getSignature().getName()))
            .toList();
    graph.getLibraryBuilder().clearFunction().addAllFunction(kept);
  }

  private void follow(String name) {
    FunctionDef function = left.remove(name);
    if (function != null) {
      called.add(name);
      callers.addAll(function.getNodeDefList());
    }
  }

  private static Stream<String> names(AttrValue value) {
    return Stream.concat(
            value.hasFunc() ? Stream.of(value.getFunc()) : Stream.empty(),
            value.getList().getFuncList().stream())
        .map(function -> function.getName());
  }
}
