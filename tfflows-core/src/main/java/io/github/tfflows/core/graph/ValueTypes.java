package io.github.tfflows.core.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;

/** The types of the values in a body, as the ops declare them: reading all ops takes a while. */
public final class ValueTypes {
  private final Map<String, OpDef> ops = new HashMap<>();

  public ValueTypes() {
    TensorFlow.registeredOpList().getOpList().forEach(op -> ops.put(op.getName(), op));
  }

  /** Of the arguments, {@code name}, and of what nodes give, {@code node:output:index}. */
  public Map<String, DataType> in(FunctionDef function) {
    Map<String, DataType> types = new HashMap<>();
    for (ArgDef argument : function.getSignature().getInputArgList()) {
      types.put(argument.getName(), argument.getType());
    }
    function.getNodeDefList().forEach(node -> types.putAll(of(node)));
    return types;
  }

  /** Of what a node gives, in the order of its outputs. */
  public Map<String, DataType> of(NodeDef node) {
    Map<String, DataType> types = new LinkedHashMap<>();
    OpDef op = Objects.requireNonNull(ops.get(node.getOp()), node.getOp());
    for (ArgDef output : op.getOutputArgList()) {
      String prefix = node.getName() + ":" + output.getName() + ":";
      for (int i = 0; i < count(node, output); i++) {
        types.put(prefix + i, type(node, output, i));
      }
    }
    return types;
  }

  private static int count(NodeDef node, ArgDef output) {
    if (!output.getTypeListAttr().isEmpty()) {
      return node.getAttrOrThrow(output.getTypeListAttr()).getList().getTypeCount();
    }
    return output.getNumberAttr().isEmpty()
        ? 1
        : Math.toIntExact(node.getAttrOrThrow(output.getNumberAttr()).getI());
  }

  private static DataType type(NodeDef node, ArgDef output, int index) {
    if (!output.getTypeListAttr().isEmpty()) {
      return node.getAttrOrThrow(output.getTypeListAttr()).getList().getType(index);
    }
    return output.getTypeAttr().isEmpty()
        ? output.getType()
        : node.getAttrOrThrow(output.getTypeAttr()).getType();
  }
}
