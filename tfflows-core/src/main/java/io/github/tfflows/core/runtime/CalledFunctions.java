package io.github.tfflows.core.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
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
      for (AttrValue value : callers.remove().getAttrMap().values()) {
        if (value.hasFunc()) {
          follow(value.getFunc());
        }
        value.getList().getFuncList().forEach(this::follow);
      }
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

  private void follow(NameAttrList call) {
    FunctionDef function = left.remove(call.getName());
    if (function != null) {
      called.add(call.getName());
      callers.addAll(function.getNodeDefList());
    }
  }
}
