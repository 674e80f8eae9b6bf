package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.saved.shapes.NumericOps;
import io.github.tfflows.core.saved.shapes.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Infers the shape of every array of a model as a function of the number of rows of a call.
 * TensorFlow's kernels and its optimizer crash the process at shapes that do not match, are
 * negative or overflow.
 */
final class ShapeRules {
  private final Map<String, Function> functions;

  ShapeRules(Map<String, Function> functions) {
    this.functions = functions;
  }

  /**
   * Checks that the shapes of a graph, and of the functions that it calls, follow from the inputs
   * of nodes and fit them. No function may be recursive.
   */
  void check(Body graph) throws IOException {
    values(graph, new HashMap<>());
  }

  private Map<String, Value> values(Body body, Map<String, Value> known) throws IOException {
    for (NodeDef node : body.nodes().values()) {
      List<Value> inputs = new ArrayList<>();
      for (String input : node.getInputList()) {
        if (!input.startsWith("^")) {
          inputs.add(Objects.requireNonNull(known.get(body.value(input)), input));
        }
      }
      List<Value> outputs = outputs(body, node, inputs);
      List<String> names = OpRules.outputs(body, node);
      for (int i = 0; i < names.size(); i++) {
        known.put(names.get(i), outputs.get(i));
      }
    }
    return known;
  }

  private List<Value> outputs(Body body, NodeDef node, List<Value> inputs) throws IOException {
    switch (node.getOp()) {
      case NumericOps.CALL -> {
        return called(body, node, "f", inputs);
      }
      case NumericOps.LOOP -> {
        return afterLoop(body, node, inputs);
      }
      default -> {
        return computed(body, node, inputs);
      }
    }
  }

  private static List<Value> computed(Body body, NodeDef node, List<Value> inputs)
      throws IOException {
    try {
      return NumericOps.outputs(node, inputs);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw body.broken(node, String.valueOf(e.getMessage()));
    }
  }

  private List<Value> called(Body around, NodeDef call, String role, List<Value> arguments)
      throws IOException {
    Function function = functions.get(call.getAttrOrThrow(role).getFunc().getName());
    if (function == null
        || !function.inputTypes().equals(types(call, "Tin"))
        || !function.resultTypes().equals(results(call, role))) {
      throw around.broken(call, "calls no function of its arguments as its " + role);
    }
    Map<String, Value> known = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      known.put(function.body().arguments().get(i), arguments.get(i));
    }
    values(function.body(), known);
    return function.results().stream()
        .map(result -> Objects.requireNonNull(known.get(result), result))
        .toList();
  }

  private static List<DataType> types(NodeDef call, String attribute) {
    String own = call.getOp().equals(NumericOps.LOOP) ? "T" : attribute;
    return call.getAttrOrThrow(own).getList().getTypeList();
  }

  private static List<DataType> results(NodeDef call, String role) {
    return role.equals("cond") ? List.of(DataType.DT_BOOL) : types(call, "Tout");
  }

  /**
   * Requires that a step does not change the shapes of its variables. Their numbers are unknown,
   * since each step may change them.
   */
  private List<Value> afterLoop(Body around, NodeDef loop, List<Value> inputs) throws IOException {
    List<Value> state = inputs.stream().map(Value::withoutNumbers).toList();
    List<Value> condition = called(around, loop, "cond", state);
    List<Value> next = called(around, loop, "body", state);
    List<TensorShapeProto> declared =
        Body.attribute(loop, "output_shapes").getList().getShapeList();
    boolean isKept = condition.get(0).rank() == 0 && declared.size() == state.size();
    for (int i = 0; isKept && i < state.size(); i++) {
      Value before = state.get(i);
      isKept = before.shape().equals(next.get(i).shape()) && before.fits(declared.get(i));
    }
    if (!isKept) {
      throw around.broken(loop, "changes the shapes of its variables");
    }
    return state;
  }
}
