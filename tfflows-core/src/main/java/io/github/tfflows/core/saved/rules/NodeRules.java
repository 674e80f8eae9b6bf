package io.github.tfflows.core.saved.rules;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.saved.shapes.NumericOps;
import io.github.tfflows.core.saved.shapes.TensorRules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/** Checks the op, the device and the attributes of each node of a body. */
final class NodeRules {
  private static final int MOST_IN_A_LIST = 1 << 16;
  private static final long LARGEST_INTEGER = 1 << 24;
  private static final int LONGEST_TEXT = 1_000;

  private static final Map<String, List<String>> CALLED =
      Map.of(NumericOps.CALL, List.of("f"), NumericOps.LOOP, List.of("cond", "body"));

  /** The allowed ones among the attributes that TensorFlow reads on every op. */
  private static final Set<String> INTERNAL =
      Set.of(
          "_disable_call_shape_inference",
          "_output_shapes",
          ParameterizedFunction.NO_INLINE,
          ParameterizedFunction.XLA);

  private static final Map<String, Set<ByteString>> CONFIGURATIONS =
      Map.of(
          "config",
          Set.of(ByteString.EMPTY),
          ParameterizedFunction.CONFIGURATION,
          withDefault(ParameterizedFunction.configurations()),
          Sessions.Schedule.ATTRIBUTE,
          withDefault(Set.of(ByteString.copyFromUtf8(Sessions.Schedule.EXECUTOR))));

  private static Set<ByteString> withDefault(Set<ByteString> others) {
    return Stream.concat(Stream.of(ByteString.EMPTY), others.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private final TensorRules tensors = new TensorRules();

  void check(Body body) throws IOException {
    for (NodeDef node : body.nodes().values()) {
      if (!NumericOps.isAllowed(node.getOp())) {
        throw body.broken(node, "is not an op of exported models");
      }
      if (!node.getDevice().isEmpty()) {
        throw body.broken(node, "asks for the device %s".formatted(Body.shown(node.getDevice())));
      }
      if (node.getInputCount() > MOST_IN_A_LIST) {
        throw body.broken(node, "has more than %s inputs".formatted(MOST_IN_A_LIST));
      }
      for (Map.Entry<String, AttrValue> attribute : node.getAttrMap().entrySet()) {
        String broken = brokenBy(node, attribute.getKey(), attribute.getValue());
        if (broken != null) {
          throw body.broken(
              node, "%s in its attribute %s".formatted(broken, Body.shown(attribute.getKey())));
        }
      }
    }
  }

  private @Nullable String brokenBy(NodeDef node, String name, AttrValue value) {
    if (name.startsWith("_") && !INTERNAL.contains(name)) {
      return "has an instruction to TensorFlow";
    }
    return switch (value.getValueCase()) {
      case TENSOR ->
          node.getOp().equals("Const")
              ? tensors.brokenBy(value.getTensor(), Body.attribute(node, "dtype").getType())
              : "has a constant";
      case SHAPE -> TensorRules.brokenBy(value.getShape());
      case TYPE -> TensorRules.isNumber(value.getType()) ? null : "has the type " + value.getType();
      case S -> textBrokenBy(name, value.getS());
      case I -> integerBrokenBy(value.getI());
      case FUNC -> functionBrokenBy(node, name, value.getFunc());
      case LIST -> listBrokenBy(value.getList());
      case B, F -> null;
      case PLACEHOLDER, VALUE_NOT_SET -> "has no value";
    };
  }

  private static @Nullable String textBrokenBy(String name, ByteString text) {
    Set<ByteString> allowed = CONFIGURATIONS.get(name);
    if (allowed != null) {
      return allowed.contains(text) ? null : "configures TensorFlow";
    }
    return text.size() <= LONGEST_TEXT ? null : "has a long text";
  }

  private static @Nullable String integerBrokenBy(long value) {
    return Math.abs(value) <= LARGEST_INTEGER && value != Long.MIN_VALUE
        ? null
        : "has the number " + value;
  }

  private static @Nullable String functionBrokenBy(
      NodeDef node, String name, NameAttrList function) {
    if (!CALLED.getOrDefault(node.getOp(), List.of()).contains(name)) {
      return "names a function";
    }
    return function.getAttrCount() == 0 ? null : "has instructions for a function";
  }

  private static @Nullable String listBrokenBy(AttrValue.ListValue list) {
    if (list.getFuncCount() + list.getTensorCount() + list.getSCount() > 0) {
      return "has a list of functions, constants or texts";
    }
    if (list.getTypeCount() + list.getShapeCount() + list.getICount() > MOST_IN_A_LIST) {
      return "has a list of more than %s entries".formatted(MOST_IN_A_LIST);
    }
    if (!list.getTypeList().stream().allMatch(TensorRules::isNumber)) {
      return "has a type that is not a number";
    }
    for (TensorShapeProto shape : list.getShapeList()) {
      String broken = TensorRules.brokenBy(shape);
      if (broken != null) {
        return broken;
      }
    }
    return null;
  }

  /** Returns the functions that a node of a checked body calls. */
  static List<String> called(NodeDef node) {
    List<String> roles = CALLED.get(node.getOp());
    return roles == null
        ? List.of()
        : roles.stream().map(role -> Body.attribute(node, role).getFunc().getName()).toList();
  }
}
