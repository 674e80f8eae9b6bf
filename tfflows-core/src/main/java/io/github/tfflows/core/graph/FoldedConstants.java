package io.github.tfflows.core.graph;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.execution.Execution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Works out once what a body makes of constants alone, such as the pieces of kernels that
 * autoregressive draws take one after the other. For the bodies that TensorFlow's optimizer is kept
 * from, where it would do the same in half a minute and more.
 */
public final class FoldedConstants {
  private static final String CONST = "Const";

  /** The types whose values are plain numbers in memory. */
  private static final Set<DataType> NUMBERS =
      Set.of(
          DataType.DT_FLOAT,
          DataType.DT_DOUBLE,
          DataType.DT_INT32,
          DataType.DT_INT64,
          DataType.DT_BOOL);

  /** They give values that are not there, or belong to a loop. */
  private static final Set<String> CONTROL_FLOW =
      Set.of("Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond");

  /** A body that makes more of its constants is left as it is. */
  private static final long MOST_BYTES = 1 << 26;

  private final FunctionDef function;
  private final ValueTypes types;

  /** The nodes that depend on constants alone. */
  private final Map<String, NodeDef> fixed = new LinkedHashMap<>();

  /** The others, and the constants that they take as they are. */
  private final Map<String, NodeDef> kept = new LinkedHashMap<>();

  /** What is worked out, as {@code node:output:index}. */
  private final Set<String> values = new LinkedHashSet<>();

  private FoldedConstants(FunctionDef function, ValueTypes types) {
    this.function = function;
    this.types = types;
    int before;
    do { // mostly a second pass finds nothing, as most nodes come after their inputs
      before = fixed.size();
      function.getNodeDefList().stream()
          .filter(this::isFixed)
          .forEach(node -> fixed.put(node.getName(), node));
    } while (fixed.size() > before);
    function.getNodeDefList().stream()
        .filter(node -> !fixed.containsKey(node.getName()))
        .forEach(node -> kept.put(node.getName(), node));
    for (NodeDef node : List.copyOf(kept.values())) {
      node.getInputList().forEach(this::need);
    }
    function.getRetMap().values().forEach(this::need);
  }

  /**
   * Returns a graph that does the same, with less to do in what the optimizer is kept from.
   *
   * @param execution how the constants are worked out
   */
  public static GraphDef in(GraphDef graph, Execution execution) {
    Set<String> names =
        graph.getNodeList().stream()
            .filter(node -> node.containsAttr(ParameterizedFunction.AS_IT_IS))
            .filter(node -> !node.containsAttr(ParameterizedFunction.XLA))
            .map(node -> node.getAttrOrThrow("f").getFunc().getName())
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      return graph;
    }
    ValueTypes types = new ValueTypes();
    GraphDef.Builder changed = graph.toBuilder();
    changed.getLibraryBuilder().clearFunction();
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      boolean isFolded =
          names.contains(function.getSignature().getName()) && !NodeInputs.hasControl(function);
      changed
          .getLibraryBuilder()
          .addFunction(
              isFolded ? new FoldedConstants(function, types).folded(execution) : function);
    }
    return changed.build();
  }

  private boolean isFixed(NodeDef node) {
    if (node.getInputCount() == 0) {
      return node.getOp().equals(CONST);
    }
    return node.getInputList().stream().map(NodeInputs::node).allMatch(fixed::containsKey)
        && !TensorFlow.isOpStateful(node.getOp())
        && !CONTROL_FLOW.contains(node.getOp())
        && node.getAttrMap().values().stream().noneMatch(FoldedConstants::hasFunction)
        && NUMBERS.containsAll(types.of(node).values());
  }

  private static boolean hasFunction(AttrValue attribute) {
    return attribute.hasFunc() || attribute.getList().getFuncCount() > 0;
  }

  /** Has a value of a fixed node worked out, unless it is a constant as it is. */
  private void need(String value) {
    NodeDef source = fixed.get(NodeInputs.node(value));
    if (source == null) {
      return;
    }
    if (source.getOp().equals(CONST)) {
      kept.put(source.getName(), source);
    } else {
      values.add(value);
    }
  }

  private FunctionDef folded(Execution execution) {
    Map<String, NodeDef> constants = new LinkedHashMap<>();
    try {
      if (!values.isEmpty()) {
        workOut(constants, execution);
      }
    } catch (TensorFlowException | IllegalArgumentException e) {
      return function; // an op that fails does so where it is called
    }
    long bytes = constants.values().stream().mapToLong(NodeDef::getSerializedSize).sum();
    return bytes > MOST_BYTES ? function : with(constants);
  }

  private FunctionDef with(Map<String, NodeDef> constants) {
    FunctionDef.Builder changed = function.toBuilder().clearNodeDef();
    Map<String, String> moved = new HashMap<>();
    constants.forEach((value, constant) -> moved.put(value, constant.getName() + ":output:0"));
    changed.addAllNodeDef(constants.values());
    kept.values().forEach(node -> changed.addNodeDef(NodeInputs.rewired(node, moved)));
    function
        .getRetMap()
        .forEach((output, value) -> changed.putRet(output, moved.getOrDefault(value, value)));
    return changed.build();
  }

  /** Has the values as constants, by a run of the nodes that give them. */
  private void workOut(Map<String, NodeDef> constants, Execution execution) {
    Map<String, String> outputs = outputs();
    GraphDef.Builder nodes = GraphDef.newBuilder();
    fixed.values().forEach(node -> nodes.addNode(NodeInputs.rewired(node, outputs)));
    try (Graph graph = new Graph()) {
      graph.importGraphDef(nodes.build());
      try (Session session =
          Sessions.open(
              graph,
              execution,
              Sessions.Optimization.BY_FUNCTION,
              Sessions.Schedule.MANY_THREADS)) {
        Session.Runner runner = session.runner();
        values.forEach(value -> runner.fetch(graph.outputOrThrow(outputs.get(value))));
        try (Result result = runner.run()) {
          for (String value : values) {
            String name = NodeInputs.node(value) + "_folded_" + constants.size();
            constants.put(value, constant(name, result.get(constants.size())));
          }
        }
      }
    }
  }

  /** What a graph calls the values of the fixed nodes, {@code node:index}. */
  private Map<String, String> outputs() {
    Map<String, String> outputs = new HashMap<>();
    for (NodeDef node : fixed.values()) {
      int index = 0;
      for (String value : types.of(node).keySet()) {
        outputs.put(value, node.getName() + ":" + index++);
      }
    }
    return outputs;
  }

  private static NodeDef constant(String name, Tensor value) {
    ByteDataBuffer data = value.asRawTensor().data();
    byte[] bytes = new byte[Math.toIntExact(data.size())];
    data.read(bytes);
    DataType type = value.dataType();
    TensorProto.Builder content = TensorProto.newBuilder().setDtype(type);
    content.setTensorContent(ByteString.copyFrom(bytes)).getTensorShapeBuilder();
    for (long size : value.shape().asArray()) {
      content.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(CONST)
        .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(content).build())
        .build();
  }
}
