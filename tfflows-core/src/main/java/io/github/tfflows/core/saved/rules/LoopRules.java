package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.saved.shapes.TensorRules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Checks that a loop ends. Its first variable must count from a constant in steps of one up to its
 * second variable, which does not change and is a constant, or an entry of a constant. The loop may
 * end earlier. {@link io.github.tfflows.core.graph.GraphScope#repeat} and {@link
 * io.github.tfflows.core.graph.GraphScope#repeatWhile} build loops of this form.
 */
final class LoopRules {
  private static final String RULE = "is not a loop that counts up to a constant: %s";

  private final Map<String, Function> functions;

  LoopRules(Map<String, Function> functions) {
    this.functions = functions;
  }

  /** Returns the largest number of steps of a loop, which must end. */
  long steps(Body around, NodeDef loop) throws IOException {
    Function condition = function(loop, "cond");
    Function body = function(loop, "body");
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

  private @Nullable Function function(NodeDef loop, String role) {
    return functions.get(Body.attribute(loop, role).getFunc().getName());
  }

  private static boolean comparesTheFirstTwo(Function condition) {
    Body nodes = condition.body();
    List<String> arguments = nodes.arguments();
    NodeDef node = nodes.sourceOf(result(condition, 0));
    if (node != null && node.getOp().equals("LogicalAnd") && node.getInputCount() == 2) {
      node = nodes.sourceOf(node.getInput(0));
    }
    return node != null
        && arguments.size() >= 2
        && node.getOp().equals("Less")
        && node.getInputList().equals(arguments.subList(0, 2));
  }

  private static boolean countsByOne(Function body) {
    Body nodes = body.body();
    List<String> arguments = nodes.arguments();
    if (arguments.size() < 2) {
      return false;
    }
    NodeDef count = nodes.sourceOf(result(body, 0));
    return count != null
        && count.getOp().equals("Add")
        && count.getInputCount() == 2
        && count.getInput(0).equals(arguments.get(0))
        && smallest(nodes.sourceOf(count.getInput(1))) == 1
        && result(body, 1).equals(arguments.get(1));
  }

  private static String result(Function function, int index) {
    List<String> results = function.results();
    return index < results.size() ? results.get(index) : "";
  }

  /**
   * Returns the bound of the number of steps if it is a constant, or an entry of a constant;
   * otherwise -1.
   */
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

  /** Returns the entries of a constant of type int32; empty for anything else. */
  private static LongStream entries(@Nullable NodeDef node) {
    if (node == null || !node.getOp().equals("Const") || !node.containsAttr("value")) {
      return LongStream.empty();
    }
    TensorProto tensor = node.getAttrOrThrow("value").getTensor();
    List<Long> numbers = TensorRules.wholeNumbers(tensor);
    return numbers == null || tensor.getDtype() != DataType.DT_INT32
        ? LongStream.empty()
        : numbers.stream().mapToLong(Long::longValue);
  }
}
