package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.saved.shapes.NumericOps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.AttrValue.ValueCase;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.OpDef.AttrDef;

/**
 * Checks nodes by the declarations of their ops: attributes, and the number and the types of
 * inputs. TensorFlow itself checks the nodes of functions only when they are called. Its optimizer
 * runs earlier, and crashes the process at some nodes that lack an attribute.
 */
final class OpRules {
  private static final int MOST_OUTPUTS = 1 << 16;

  /**
   * The declarations of the allowed ops, read once, since TensorFlow copies the declarations of all
   * ops at each call.
   */
  private static final Map<String, OpDef> OPS =
      TensorFlow.registeredOpList().getOpList().stream()
          .filter(op -> NumericOps.isAllowed(op.getName()))
          .collect(Collectors.toUnmodifiableMap(OpDef::getName, op -> op));

  /**
   * Checks that the nodes of a body are as their ops are declared.
   *
   * @param types the types of its arguments, by name
   * @return the types of all values in it, by name
   */
  static Map<String, DataType> check(Body body, Map<String, DataType> types) throws IOException {
    Map<String, DataType> values = new HashMap<>(types);
    for (NodeDef node : body.nodes().values()) {
      OpDef op = declared(body, node);
      requireAttributes(body, node, op);
      requireInputs(body, node, op, values);
      addOutputs(body, node, op, values);
    }
    return values;
  }

  /** Returns the names of a node's outputs. */
  static List<String> outputs(Body body, NodeDef node) {
    List<String> names = new ArrayList<>();
    for (ArgDef output : Objects.requireNonNull(OPS.get(node.getOp())).getOutputArgList()) {
      int count = count(node, output);
      for (int i = 0; i < count; i++) {
        names.add(body.output(node, output.getName(), i, names.size()));
      }
    }
    return names;
  }

  private static OpDef declared(Body body, NodeDef node) throws IOException {
    OpDef op = OPS.get(node.getOp());
    if (op == null) {
      throw body.broken(node, "has an op that this version of TensorFlow lacks");
    }
    return op;
  }

  private static void requireAttributes(Body body, NodeDef node, OpDef op) throws IOException {
    Map<String, AttrValue> attributes = node.getAttrMap();
    Set<String> declared = new HashSet<>();
    for (AttrDef attribute : op.getAttrList()) {
      declared.add(attribute.getName());
      String broken = brokenBy(node, attribute, attributes.get(attribute.getName()));
      if (broken != null) {
        throw body.broken(node, broken + " as its attribute " + attribute.getName());
      }
    }
    for (String name : attributes.keySet()) {
      if (!name.startsWith("_") && !declared.contains(name)) {
        throw body.broken(node, "has an attribute that its op lacks: " + Body.shown(name));
      }
    }
  }

  private static @Nullable String brokenBy(
      NodeDef node, AttrDef attribute, @Nullable AttrValue given) {
    if (given == null && !attribute.hasDefaultValue()) {
      return "has nothing";
    }
    AttrValue value = given == null ? attribute.getDefaultValue() : given;
    ValueCase kind =
        switch (attribute.getType()) {
          case "string" -> ValueCase.S;
          case "int" -> ValueCase.I;
          case "float" -> ValueCase.F;
          case "bool" -> ValueCase.B;
          case "type" -> ValueCase.TYPE;
          case "shape" -> ValueCase.SHAPE;
          case "tensor" -> ValueCase.TENSOR;
          case "func" -> ValueCase.FUNC;
          default -> ValueCase.LIST;
        };
    if (value.getValueCase() != kind) {
      return "has a value of another kind";
    }
    if (kind == ValueCase.I && attribute.getHasMinimum() && value.getI() < attribute.getMinimum()) {
      return "has the number " + value.getI();
    }
    return NumericOps.isOfForm(node.getOp(), attribute, value)
        ? null
        : "has %s, which no exported model has".formatted(Body.shown(NumericOps.text(value)));
  }

  private static void addOutputs(Body body, NodeDef node, OpDef op, Map<String, DataType> values)
      throws IOException {
    List<DataType> types = new ArrayList<>();
    for (ArgDef output : op.getOutputArgList()) {
      int count = count(node, output);
      if (count < 0 || count > MOST_OUTPUTS) {
        throw body.broken(node, "has %s outputs".formatted(count));
      }
      for (int i = 0; i < count; i++) {
        types.add(type(node, output, i));
      }
    }
    List<String> names = outputs(body, node);
    for (int i = 0; i < types.size(); i++) {
      values.put(names.get(i), types.get(i));
    }
  }

  private static void requireInputs(Body body, NodeDef node, OpDef op, Map<String, DataType> values)
      throws IOException {
    List<String> inputs =
        node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
    int next = 0;
    for (ArgDef declared : op.getInputArgList()) {
      int count = count(node, declared);
      for (int i = 0; i < count; i++) {
        DataType type = next < inputs.size() ? values.get(body.value(inputs.get(next))) : null;
        if (type != type(node, declared, i)) {
          throw body.broken(
              node,
              "has no value of type %s as its input %s".formatted(type(node, declared, i), next));
        }
        next++;
      }
    }
    if (next != inputs.size()) {
      throw body.broken(node, "has %s inputs in place of %s".formatted(inputs.size(), next));
    }
  }

  private static int count(NodeDef node, ArgDef argument) {
    if (!argument.getTypeListAttr().isEmpty()) {
      return Body.attribute(node, argument.getTypeListAttr()).getList().getTypeCount();
    }
    return argument.getNumberAttr().isEmpty()
        ? 1
        : (int) Math.min(Body.attribute(node, argument.getNumberAttr()).getI(), Integer.MAX_VALUE);
  }

  private static DataType type(NodeDef node, ArgDef argument, int index) {
    if (!argument.getTypeListAttr().isEmpty()) {
      return Body.attribute(node, argument.getTypeListAttr()).getList().getType(index);
    }
    return argument.getTypeAttr().isEmpty()
        ? argument.getType()
        : Body.attribute(node, argument.getTypeAttr()).getType();
  }

  private OpRules() {}
}
