package io.github.tfflows.core.saved;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.TensorProto;

/**
 * Checks that a loop ends: its first variable counts from a constant in steps of one, up to its
 * second, which the body passes on, and which begins as a constant or as an entry of one; it may
 * end earlier. That is the form of the loops that {@link io.github.tfflows.core.GraphScope#repeat}
 * and {@link io.github.tfflows.core.GraphScope#repeatWhile} build.
 */
final class LoopRules {
  private static final String RULE = "is no loop that counts up to a constant: %s";

  private final Map<String, FunctionDef> functions;

  LoopRules(Map<String, FunctionDef> functions) {
    this.functions = functions;
  }

  /**
   * Returns the largest number of steps of a loop.
   *
   * @throws IOException if it may not end
   */
  long steps(Body around, NodeDef loop) throws IOException {
    FunctionDef condition = function(loop, "cond");
    FunctionDef body = function(loop, "body");
    if (condition == null || body == null || loop.getInputCount() < 2) {
      throw around.broken(loop, RULE.formatted("it lacks its functions or variables"));
    }
    if (!comparesTheFirstTwo(condition)) {
      throw around.broken(loop, RULE.formatted("its condition is another"));
    }
    if (!countsByOne(body)) {
      throw around.broken(loop, RULE.formatted("its body counts in another way"));
    }
    long start = smallest(around.sourceOf(loop.getInput(0)));
    long end = largest(around, around.sourceOf(loop.getInput(1)));
    if (start < 0 || end < 0) {
      throw around.broken(loop, RULE.formatted("its number of steps is computed"));
    }
    return Math.max(0, end - start);
  }

  private @Nullable FunctionDef function(NodeDef loop, String role) {
    return functions.get(
        loop.getAttrOrDefault(role, AttrValue.getDefaultInstance()).getFunc().getName());
  }

  /**
   * Whether a function returns {@code Less} of its first two arguments. Another condition beside it
   * can only end the loop earlier.
   */
  private static boolean comparesTheFirstTwo(FunctionDef condition) throws IOException {
    List<String> arguments = arguments(condition);
    Body nodes = Body.of(condition);
    NodeDef node = nodes.sourceOf(result(condition, 0));
    if (node != null && node.getOp().equals("LogicalAnd") && node.getInputCount() == 2) {
      node = nodes.sourceOf(node.getInput(0));
    }
    return node != null
        && arguments.size() >= 2
        && node.getOp().equals("Less")
        && node.getInputList().equals(arguments.subList(0, 2));
  }

  private static boolean countsByOne(FunctionDef body) throws IOException {
    List<String> arguments = arguments(body);
    if (arguments.size() < 2) {
      return false;
    }
    Body nodes = Body.of(body);
    NodeDef count = nodes.sourceOf(result(body, 0));
    return count != null
        && (count.getOp().equals("Add") || count.getOp().equals("AddV2"))
        && count.getInputCount() == 2
        && count.getInput(0).equals(arguments.get(0))
        && smallest(nodes.sourceOf(count.getInput(1))) == 1
        && unchanged(nodes, result(body, 1)).equals(arguments.get(1));
  }

  /** Follows a value back through copies. */
  private static String unchanged(Body nodes, String value) {
    NodeDef node = nodes.sourceOf(value);
    while (node != null && node.getOp().equals("Identity") && node.getInputCount() > 0) {
      value = node.getInput(0);
      node = nodes.sourceOf(value);
    }
    return value;
  }

  private static List<String> arguments(FunctionDef function) {
    return function.getSignature().getInputArgList().stream().map(ArgDef::getName).toList();
  }

  private static String result(FunctionDef function, int index) {
    List<ArgDef> results = function.getSignature().getOutputArgList();
    return index < results.size()
        ? function.getRetMap().getOrDefault(results.get(index).getName(), "")
        : "";
  }

  /** The bound of a number of steps: a constant, or an entry of one; -1 for any other. */
  private static long largest(Body around, @Nullable NodeDef node) {
    if (node == null) {
      return -1;
    }
    if (node.getOp().equals("GatherV2") && node.getInputCount() > 0) {
      return entries(around.sourceOf(node.getInput(0))).max().orElse(-1);
    }
    return entries(node).max().orElse(-1);
  }

  private static long smallest(@Nullable NodeDef node) {
    return entries(node).min().orElse(-1);
  }

  /** The entries of a constant of type int32; none of anything else. */
  private static LongStream entries(@Nullable NodeDef node) {
    if (node == null || !node.getOp().equals("Const") || !node.containsAttr("value")) {
      return LongStream.empty();
    }
    TensorProto tensor = node.getAttrOrThrow("value").getTensor();
    if (tensor.getDtype() != DataType.DT_INT32) {
      return LongStream.empty();
    }
    if (tensor.getIntValCount() > 0) {
      return tensor.getIntValList().stream().mapToLong(Integer::longValue);
    }
    var content = tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return LongStream.range(0, content.remaining() / Integer.BYTES)
        .map(i -> content.getInt((int) i * Integer.BYTES));
  }
}
