package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.saved.shapes.NumericOps;
import io.github.tfflows.core.saved.shapes.TensorRules;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The rules for models from strangers, checked on the messages of a file before TensorFlow reads
 * them: only ops on numbers, constants that fit their shapes, functions without recursion, loops
 * that count up to a constant, and the signatures of a flow.
 */
public final class GraphRules {
  private static final int MOST_FUNCTIONS = 10_000;

  public static void check(MetaGraphDef model) throws IOException {
    Map<String, FunctionDef> functions = functions(model.getGraphDef().getLibrary());
    NodeRules nodes = new NodeRules();
    Body graph = Body.of(model.getGraphDef());
    nodes.check(graph);
    OpRules.check(graph, Map.of());
    Map<String, Function> bodies = new LinkedHashMap<>();
    for (FunctionDef function : functions.values()) {
      Body body = Body.of(function);
      nodes.check(body);
      requirePlain(function);
      requireResults(function, body, OpRules.check(body, types(function)));
      bodies.put(function.getSignature().getName(), new Function(function, body));
    }
    requireWeights(graph);
    new CallRules(bodies).check(graph);
    new SignatureRules(graph).check(model);
    new ShapeRules(bodies).check(graph);
  }

  /** Returns the rule that a model breaks; empty if it keeps all rules. */
  public static Optional<String> brokenBy(MetaGraphDef model) {
    try {
      check(SignaturePart.own(model));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, FunctionDef> functions(FunctionDefLibrary library) throws IOException {
    if (library.getFunctionCount() > MOST_FUNCTIONS) {
      throw new IOException("has more than %s functions".formatted(MOST_FUNCTIONS));
    }
    if (library.getGradientCount() + library.getRegisteredGradientsCount() > 0) {
      throw new IOException("defines gradients, which no exported model does");
    }
    Map<String, FunctionDef> functions = new LinkedHashMap<>();
    for (FunctionDef function : library.getFunctionList()) {
      String name = Body.requireName(function.getSignature().getName());
      if (functions.put(name, function) != null || NumericOps.isAllowed(name)) {
        throw new IOException("has two functions or a function and an op with the name " + name);
      }
    }
    return functions;
  }

  /** Requires functions of numbers, without attributes for TensorFlow. */
  private static void requirePlain(FunctionDef function) throws IOException {
    boolean isPlain =
        function.getAttrCount() == 0
            && function.getControlRetCount() == 0
            && function.getResourceArgUniqueIdCount() == 0
            && function.getSignature().getAttrCount() == 0
            && !function.getSignature().getIsStateful()
            && function.getSignature().getInputArgList().stream()
                .allMatch(argument -> TensorRules.isNumber(argument.getType()))
            && function.getArgAttrMap().values().stream()
                .allMatch(
                    each -> List.of("_output_shapes").containsAll(each.getAttrMap().keySet()));
    if (!isPlain) {
      throw new IOException(
          "has a function with attributes, state, or arguments that are not numbers: "
              + function.getSignature().getName());
    }
  }

  private static Map<String, DataType> types(FunctionDef function) {
    Map<String, DataType> types = new HashMap<>();
    function
        .getSignature()
        .getInputArgList()
        .forEach(argument -> types.put(argument.getName(), argument.getType()));
    return types;
  }

  private static void requireResults(FunctionDef function, Body body, Map<String, DataType> values)
      throws IOException {
    for (NodeDef node : body.nodes().values()) {
      if (node.getOp().equals("Placeholder")) {
        throw body.broken(node, "is an input of a graph in a function");
      }
    }
    for (OpDef.ArgDef result : function.getSignature().getOutputArgList()) {
      DataType type = values.get(function.getRetOrDefault(result.getName(), ""));
      if (type != result.getType()) {
        throw new IOException(
            "has a function without its result %s: %s"
                .formatted(Body.shown(result.getName()), function.getSignature().getName()));
      }
    }
  }

  /**
   * Requires that nodes named like weights are weights, because the library replaces weights by
   * name.
   */
  private static void requireWeights(Body graph) throws IOException {
    for (NodeDef node : graph.nodes().values()) {
      if (node.getName().startsWith(BoundWeights.PREFIX)) {
        DataType type = Body.attribute(node, "dtype").getType();
        if (!node.getOp().equals("Const")
            || (type != DataType.DT_FLOAT && type != DataType.DT_DOUBLE)) {
          throw graph.broken(node, "is named like a weight, but is not a constant of a float type");
        }
      }
    }
  }

  private GraphRules() {}
}
