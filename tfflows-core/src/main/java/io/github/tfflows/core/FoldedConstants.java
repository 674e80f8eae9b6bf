package io.github.tfflows.core;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
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
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Works out once what a body makes of constants alone, such as the pieces of kernels that
 * autoregressive draws take one after the other. TensorFlow's optimizer does so, too, but takes
 * half a minute to minutes for the bodies of thousands of nodes that it is kept from.
 */
final class FoldedConstants {
  private static final String CONST = "Const";

  private final FunctionDef function;

  /** The nodes that depend on constants alone. */
  private final Map<String, NodeDef> fixed = new LinkedHashMap<>();

  /** The others, and the constants that they take as they are. */
  private final Map<String, NodeDef> kept = new LinkedHashMap<>();

  /** What is worked out, as {@code node:output:index}. */
  private final Set<String> values = new LinkedHashSet<>();

  private FoldedConstants(FunctionDef function) {
    this.function = function;
    int before;
    do { // mostly one pass, as most nodes come after their inputs
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

  /** Returns a graph that does the same, with less to do in what the optimizer is kept from. */
  static GraphDef in(GraphDef graph) {
    Set<String> names =
        graph.getNodeList().stream()
            .filter(node -> node.containsAttr(ParameterizedFunction.AS_IT_IS))
            .filter(node -> !node.containsAttr(ServingGraph.XLA))
            .map(node -> node.getAttrOrThrow("f").getFunc().getName())
            .collect(Collectors.toSet());
    GraphDef.Builder changed = graph.toBuilder();
    changed.getLibraryBuilder().getFunctionBuilderList().stream()
        .filter(function -> names.contains(function.getSignature().getName()))
        .filter(function -> !hasControl(function))
        .forEach(
            function -> {
              FunctionDef folded = new FoldedConstants(function.build()).folded();
              function.clear().mergeFrom(folded);
            });
    return changed.build();
  }

  private static boolean hasControl(FunctionDef.Builder function) {
    return function.getControlRetCount() > 0
        || function.getNodeDefList().stream()
            .flatMap(node -> node.getInputList().stream())
            .anyMatch(input -> input.startsWith("^"));
  }

  private boolean isFixed(NodeDef node) {
    if (node.getInputCount() == 0) {
      return node.getOp().equals(CONST);
    }
    return !TensorFlow.isOpStateful(node.getOp())
        && node.getAttrMap().values().stream().noneMatch(AttrValue::hasFunc)
        && node.getInputList().stream().map(Pieces::node).allMatch(fixed::containsKey);
  }

  /** Has a value of a fixed node worked out, unless it is a constant as it is. */
  private void need(String value) {
    NodeDef source = fixed.get(Pieces.node(value));
    if (source == null) {
      return;
    }
    if (source.getOp().equals(CONST)) {
      kept.put(source.getName(), source);
    } else {
      values.add(value);
    }
  }

  private FunctionDef folded() {
    Map<String, String> moved = new HashMap<>();
    FunctionDef.Builder changed = function.toBuilder().clearNodeDef();
    (values.isEmpty() ? Map.<String, NodeDef>of() : workedOut())
        .forEach(
            (value, constant) -> {
              moved.put(value, constant.getName() + ":output:0");
              changed.addNodeDef(constant);
            });
    for (NodeDef node : kept.values()) {
      List<String> inputs = new ArrayList<>(node.getInputList());
      inputs.replaceAll(input -> moved.getOrDefault(input, input));
      changed.addNodeDef(node.toBuilder().clearInput().addAllInput(inputs));
    }
    function
        .getRetMap()
        .forEach((output, value) -> changed.putRet(output, moved.getOrDefault(value, value)));
    return changed.build();
  }

  /** The values as constants, by a run of the nodes that give them. */
  private Map<String, NodeDef> workedOut() {
    Map<String, String> outputs = outputs();
    GraphDef.Builder nodes = GraphDef.newBuilder();
    for (NodeDef node : fixed.values()) {
      List<String> inputs = new ArrayList<>(node.getInputList());
      inputs.replaceAll(outputs::get);
      nodes.addNode(node.toBuilder().clearInput().addAllInput(inputs));
    }
    Map<String, NodeDef> constants = new LinkedHashMap<>();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(nodes.build());
      try (Session session = new Session(graph, ParameterizedFunction.UNOPTIMIZED)) {
        Session.Runner runner = session.runner();
        values.forEach(value -> runner.fetch(graph.outputOrThrow(outputs.get(value))));
        try (Result result = runner.run()) {
          for (String value : values) {
            int i = constants.size();
            constants.put(value, constant("folded_" + i, result.get(i)));
          }
        }
      }
    }
    return constants;
  }

  /** What a graph calls the values of the fixed nodes, {@code node:index}. */
  private Map<String, String> outputs() {
    Map<String, String> outputs = new HashMap<>();
    ValueTypes types = new ValueTypes();
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
