package io.github.tfflows.core.model;

import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.runtime.NodeInputs;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.rules.SignaturePart;
import io.github.tfflows.core.serving.DeclaredInput;
import io.github.tfflows.core.serving.ServingGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Builds an additional signature of a model, in a separate graph with a placeholder for each result
 * of the model. A copy of the nodes of the model's signature then replaces the placeholders.
 */
final class SignatureBuilder implements AddedSignature.Model {
  private static final String REPEATED = "_repeated";

  private final MetaGraphDef model;
  private final Ops tf;
  private final List<Copy> copies = new ArrayList<>();

  /** The tensors of the calls, by the name of the placeholder. */
  private final Map<String, String> results = new HashMap<>();

  private SignatureBuilder(MetaGraphDef model, Ops tf) {
    this.model = model;
    this.tf = tf;
  }

  static MetaGraphDef with(MetaGraphDef model, AddedSignature added) {
    if (SignaturePart.isOwn(added.name()) || model.containsSignatureDef(added.name())) {
      throw new IllegalArgumentException(
          "the model has a signature %s; expected another name".formatted(added.name()));
    }
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph).withSubScope(added.name());
      SignatureBuilder builder = new SignatureBuilder(model, tf);
      AddedSignature.Ends ends = added.build(tf, builder);
      SignatureDef.Builder signature = SignatureDef.newBuilder();
      signature.setMethodName(ServingGraph.PREDICT);
      ends.inputs().forEach((name, end) -> signature.putInputs(name, ServingGraph.describe(end)));
      ends.outputs().forEach((name, end) -> signature.putOutputs(name, ServingGraph.describe(end)));
      return model.toBuilder()
          .setGraphDef(builder.joined(graph.toGraphDef()))
          .putSignatureDef(added.name(), signature.build())
          .build();
    }
  }

  @Override
  public Operand<TFloat32> call(
      String signature, Map<String, ? extends Operand<?>> inputs, String output) {
    SignatureDef called = model.getSignatureDefMap().get(signature);
    if (called == null || !called.getInputsMap().keySet().equals(inputs.keySet())) {
      throw new IllegalArgumentException(
          "the model has no signature %s with the inputs %s".formatted(signature, inputs.keySet()));
    }
    Map<String, String> sources = new HashMap<>();
    new TreeMap<>(called.getInputsMap())
        .forEach(
            (name, info) ->
                sources.put(
                    NodeInputs.node(info.getName()),
                    tensor(
                        Objects.requireNonNull(inputs.get(name), name),
                        DeclaredInput.of(signature, name, info))));
    String prefix = tf.scope().makeOpName("call_" + copies.size()) + "/";
    copies.add(new Copy(SignaturePart.nodes(model.getGraphDef(), called), prefix, sources));
    return result(called.getOutputsOrThrow(output), prefix);
  }

  private String tensor(Operand<?> operand, DeclaredInput input) {
    Output<?> output = operand.asOutput();
    if (input.type() == DataType.DT_DOUBLE && output.type() == TFloat32.class) {
      output = tf.dtypes.cast(operand, TFloat64.class).asOutput();
    }
    input.require(output.dataType(), output.shape());
    return output.op().name() + ":" + output.index();
  }

  private Operand<TFloat32> result(TensorInfo info, String prefix) {
    Class<TFloating> type = Tensors.type(Tensors.precision(info.getDtype()));
    Shape shape = Tensors.shape(info.getTensorShape());
    Placeholder<TFloating> stand = tf.placeholder(type, Placeholder.shape(shape));
    results.put(stand.op().name(), prefix + info.getName());
    return tf.dtypes.cast(stand, TFloat32.class);
  }

  /**
   * The nodes of a call.
   *
   * @param nodes the nodes of the model's signature
   * @param prefix the prefix of the new names of the nodes
   * @param sources the tensors that replace placeholders, by the names of the placeholders
   */
  private record Copy(List<NodeDef> nodes, String prefix, Map<String, String> sources) {
    List<NodeDef> renamed() {
      return nodes.stream()
          .filter(node -> !isShared(node.getName()) && !sources.containsKey(node.getName()))
          .map(
              node -> NodeInputs.rewired(node, this::read).setName(prefix + node.getName()).build())
          .toList();
    }

    private String read(String input) {
      String source = NodeInputs.node(input);
      if (isShared(source)) {
        return input;
      }
      String argument = sources.get(source);
      if (argument != null) {
        return argument;
      }
      return input.startsWith("^") ? "^" + prefix + source : prefix + input;
    }

    /** Weights are stored once. */
    private static boolean isShared(String node) {
      return node.startsWith(BoundWeights.PREFIX);
    }
  }

  /** The model's graph, followed by the signature's graph with calls in place of placeholders. */
  private GraphDef joined(GraphDef part) {
    if (part.getLibrary().getFunctionCount() > 0) {
      throw new IllegalArgumentException("expected only ops, got one that calls a function");
    }
    GraphDef.Builder graph = model.getGraphDef().toBuilder();
    List<NodeDef> calls = copies.stream().flatMap(copy -> copy.renamed().stream()).toList();
    if (copies.size() > 1) {
      calls.stream().map(SignatureBuilder::repeated).forEach(graph::addNode);
      graph.getLibraryBuilder().addAllFunction(repeatedFunctions());
    } else {
      graph.addAllNode(calls);
    }
    part.getNodeList().stream()
        .filter(node -> !results.containsKey(node.getName()))
        .map(
            node ->
                NodeInputs.rewired(
                    node, input -> results.getOrDefault(NodeInputs.node(input), input)))
        .forEach(graph::addNode);
    return graph.build();
  }

  /** Returns a call of a function that TensorFlow copies once, and not for each call. */
  private static NodeDef repeated(NodeDef node) {
    if (!node.getOp().equals(ParameterizedFunction.CALL)) {
      return node;
    }
    AttrValue.Builder function = node.getAttrOrThrow("f").toBuilder();
    function.getFuncBuilder().setName(function.getFunc().getName() + REPEATED);
    return node.toBuilder().putAttr("f", function.build()).build();
  }

  /** Copies functions, except those that another signature has added. */
  private List<FunctionDef> repeatedFunctions() {
    AttrValue yes = AttrValue.newBuilder().setB(true).build();
    Map<String, FunctionDef> byName = new TreeMap<>();
    model
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> byName.put(function.getSignature().getName(), function));
    Set<String> called =
        copies.stream()
            .flatMap(copy -> copy.nodes().stream())
            .filter(node -> node.getOp().equals(ParameterizedFunction.CALL))
            .map(node -> node.getAttrOrThrow("f").getFunc().getName())
            .filter(name -> !byName.containsKey(name + REPEATED))
            .collect(Collectors.toCollection(TreeSet::new));
    return called.stream()
        .map(name -> Objects.requireNonNull(byName.get(name)).toBuilder())
        .map(
            function -> {
              function.getSignatureBuilder().setName(function.getSignature().getName() + REPEATED);
              return function.putAttr(ParameterizedFunction.NO_INLINE, yes).build();
            })
        .toList();
  }
}
