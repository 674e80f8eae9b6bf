package io.github.tfflows.core.serving;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.runtime.InPlaceSums;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.runtime.StableOrder;
import io.github.tfflows.core.runtime.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.family.TFloating;

/**
 * The served graph: placeholders, the weights as constants, and one call for each entry point.
 * Weights are constants and not variables, so that no runtime has to restore them, and TensorFlow
 * folds the subgraphs that depend only on weights.
 */
public final class ServingGraph {
  public static final String PREDICT = "tensorflow/serving/predict";

  static final String DEFAULT_KEY = "serving_default";

  /** The attribute of a constant. */
  static final String VALUE = "value";

  private static final String DRAW = "draw";

  /** The call that draws, from the base if there is one. */
  private static final String DRAWS =
      EntryPoint.SAMPLE.key() + "/" + DRAW + "/" + ParameterizedFunction.CALL;

  /** The scope of the density at rounded draws. */
  private static final String AT_DRAWS = "at_draws";

  private final Graph graph;
  private final Distribution flow;
  private final int contextSize;
  private final Weights weights;
  private final Class<TFloating> type;
  private final Map<String, Operand<TFloating>> constants = new LinkedHashMap<>();

  private ServingGraph(
      Graph graph, Distribution flow, int contextSize, Weights weights, Class<TFloating> type) {
    this.graph = graph;
    this.flow = flow;
    this.contextSize = contextSize;
    this.weights = weights;
    this.type = type;
  }

  public static MetaGraphDef build(
      Distribution flow, int contextSize, Weights weights, Class<TFloating> type) {
    try (Graph graph = new Graph()) {
      return new ServingGraph(graph, flow, contextSize, weights, type).build();
    }
  }

  /** Returns a built model with other weights of the same shapes. */
  public static MetaGraphDef with(MetaGraphDef model, Weights weights) {
    MetaGraphDef.Builder changed = model.toBuilder();
    for (NodeDef.Builder node : changed.getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getName().startsWith(BoundWeights.PREFIX)) {
        TensorProto before = node.getAttrOrThrow(VALUE).getTensor();
        Weights.Array array =
            weights.get(
                node.getName().substring(BoundWeights.PREFIX.length()),
                Tensors.shape(before.getTensorShape()));
        TensorProto tensor = changed(before, array.values());
        node.putAttr(VALUE, AttrValue.newBuilder().setTensor(tensor).build());
      }
    }
    return changed.build();
  }

  /** Returns a constant with other numbers; a single number in the form that TensorFlow writes. */
  private static TensorProto changed(TensorProto constant, double... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(constant.getDtype())
            .setTensorShape(constant.getTensorShape());
    Precision precision = Tensors.precision(constant.getDtype());
    if (values.length > 1) {
      return tensor.setTensorContent(Tensors.content(precision, values)).build();
    }
    for (double value : values) {
      switch (precision) {
        case FLOAT32 -> tensor.addFloatVal((float) value);
        case FLOAT64 -> tensor.addDoubleVal(value);
      }
    }
    return tensor.build();
  }

  private MetaGraphDef build() {
    MetaGraphDef.Builder model = MetaGraphDef.newBuilder();
    try (ParameterizedFunction logProb = EntryPoint.LOG_PROB.function(flow, contextSize, type)) {
      SignatureDef density = signature(EntryPoint.LOG_PROB, logProb);
      model.putSignatureDef(DEFAULT_KEY, density);
      model.putSignatureDef(EntryPoint.LOG_PROB.key(), density);
      if (flow instanceof TransformedDistribution transformed) {
        model.putSignatureDef(EntryPoint.INVERSE.key(), signature(EntryPoint.INVERSE));
        addSampling(model, transformed, logProb);
      } else {
        model.putSignatureDef(EntryPoint.SAMPLE.key(), signature(EntryPoint.SAMPLE));
      }
    }
    if (flow.marginals().isPresent() || flow.conditional().isPresent()) {
      for (List<EntryPoint> sides :
          List.of(
              List.of(EntryPoint.CDF, EntryPoint.SURVIVAL),
              List.of(EntryPoint.QUANTILE, EntryPoint.UPPER_QUANTILE))) {
        model.putSignatureDef(sides.get(0).key(), signature(sides));
      }
    }
    if (flow.categories().isPresent() && contextSize > 0) {
      model.putSignatureDef(EntryPoint.CATEGORIES.key(), signature(EntryPoint.CATEGORIES));
    }
    if (flow.fullConditionals().isPresent()) {
      EntryPoint entry = EntryPoint.FULL_CONDITIONALS;
      model.putSignatureDef(entry.key(), signature(entry));
    }
    model.getMetaInfoDefBuilder().addTags("serve");
    return model.setGraphDef(StableOrder.of(graph.toGraphDef())).build();
  }

  private SignatureDef signature(EntryPoint entry) {
    try (ParameterizedFunction function = entry.function(flow, contextSize, type)) {
      return signature(entry, function);
    }
  }

  private SignatureDef signature(EntryPoint entry, ParameterizedFunction function) {
    Ops tf = GraphScope.ops(graph).withSubScope(entry.key());
    Map<String, Operand<?>> inputs = placeholders(tf, function);
    Ops at = entry == EntryPoint.SAMPLE ? tf.withSubScope(DRAW) : tf;
    Map<String, Operand<TFloating>> outputs = new LinkedHashMap<>(call(at, function, inputs));
    outputs.remove(EntryPoint.EXPECTED);
    return describe(tf, inputs, outputs);
  }

  /**
   * Builds a signature under the key of the first entry point. Each of its outputs has a function,
   * since a compiled function computes all its outputs, and most calls need one.
   */
  private SignatureDef signature(List<EntryPoint> entries) {
    Ops tf = GraphScope.ops(graph).withSubScope(entries.get(0).key());
    Map<String, Operand<?>> inputs = new LinkedHashMap<>();
    Map<String, Operand<TFloating>> outputs = new LinkedHashMap<>();
    for (EntryPoint entry : entries) {
      try (ParameterizedFunction function = entry.function(flow, contextSize, type)) {
        if (inputs.isEmpty()) {
          inputs.putAll(placeholders(tf, function));
        }
        Ops at = outputs.isEmpty() ? tf : tf.withSubScope(entry.key());
        outputs.putAll(call(at, function, inputs));
      }
    }
    return describe(tf, inputs, outputs);
  }

  /**
   * Draws from the base and maps the draws by the function of {@code forward}. Drawing is a
   * separate function, which is never compiled, because XLA yields other random numbers. If the map
   * loses digits, the log-density is computed at the rounded draw.
   */
  private void addSampling(
      MetaGraphDef.Builder model,
      TransformedDistribution transformed,
      ParameterizedFunction logProb) {
    Ops tf = GraphScope.ops(graph).withSubScope(EntryPoint.SAMPLE.key());
    try (ParameterizedFunction forward = EntryPoint.FORWARD.function(flow, contextSize, type);
        ParameterizedFunction draw =
            EntryPoint.SAMPLE.function(
                transformed.base(), contextSize, type, root -> root.sub("base"))) {
      model.putSignatureDef(EntryPoint.FORWARD.key(), signature(EntryPoint.FORWARD, forward));
      Map<String, Operand<?>> inputs = placeholders(tf, draw);
      Map<String, Operand<TFloating>> base = call(tf.withSubScope(DRAW), draw, inputs);
      Map<String, Operand<?>> arguments = new LinkedHashMap<>(inputs);
      arguments.put("z", base.get("x"));
      Map<String, Operand<TFloating>> mapped = call(tf, forward, arguments);
      Map<String, Operand<TFloating>> results = new LinkedHashMap<>();
      results.put("x", mapped.get("x"));
      if (transformed.losesDigits()) {
        arguments.putAll(mapped);
        results.putAll(call(tf.withSubScope(AT_DRAWS), logProb, arguments));
      } else {
        results.put("log_prob", tf.math.sub(base.get("log_prob"), mapped.get("log_det")));
      }
      model.putSignatureDef(EntryPoint.SAMPLE.key(), describe(tf, inputs, results));
    }
  }

  private static Map<String, Operand<?>> placeholders(Ops tf, ParameterizedFunction function) {
    Map<String, Operand<?>> inputs = new LinkedHashMap<>();
    function.inputs().forEach((name, port) -> inputs.put(name, port.placeholder(tf, name)));
    return inputs;
  }

  private Map<String, Operand<TFloating>> call(
      Ops tf, ParameterizedFunction function, Map<String, Operand<?>> inputs) {
    return function.call(
        tf,
        inputs,
        name -> constant(name, function),
        Compilation.NONE,
        Sessions.Schedule.MANY_THREADS);
  }

  private SignatureDef describe(
      Ops tf, Map<String, Operand<?>> inputs, Map<String, Operand<TFloating>> outputs) {
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(PREDICT);
    inputs.forEach((name, input) -> signature.putInputs(name, describe(input)));
    outputs.forEach(
        (name, value) ->
            signature.putOutputs(
                name, describe(tf.withName(name).ensureShape(value, outputShape(name)))));
    return signature.build();
  }

  public static TensorInfo describe(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    TensorInfo.Builder info = TensorInfo.newBuilder().setDtype(output.dataType());
    info.setName(output.op().name() + ":" + output.index());
    return info.setTensorShape(Tensors.proto(output.shape())).build();
  }

  private Shape outputShape(String output) {
    return switch (output) {
      case "x", "cdf", "survival", "quantile", "upper_quantile" -> flow.eventShape().prepend(-1);
      case "z" -> ((TransformedDistribution) flow).base().eventShape().prepend(-1);
      case "log_probs" -> Shape.of(-1, flow.categories().orElseThrow().count());
      case "full_conditionals" -> Shape.of(-1, flow.fullConditionals().orElseThrow().count());
      default -> Shape.of(-1);
    };
  }

  private Operand<TFloating> constant(String name, ParameterizedFunction function) {
    Shape shape = Objects.requireNonNull(function.parameters().get(name)).shape();
    return constants.computeIfAbsent(name, unused -> stored(name, weights.get(name, shape)));
  }

  private Operand<TFloating> stored(String name, Weights.Array array) {
    try (Tensor tensor = Tensors.of(Tensors.precision(type), array.shape(), array.values())) {
      return GraphScope.ops(graph)
          .withName(BoundWeights.PREFIX + name)
          .constantOf((TFloating) tensor);
    }
  }

  /**
   * Returns a signature for the base's draws within {@code sample}. It has the same inputs, and
   * {@code z} and its log-density as outputs.
   */
  public static Optional<SignatureDef> baseDraws(MetaGraphDef model, Graph graph) {
    if (!model.containsSignatureDef(EntryPoint.FORWARD.key()) || graph.operation(DRAWS) == null) {
      return Optional.empty();
    }
    SignatureDef sample = model.getSignatureDefOrThrow(EntryPoint.SAMPLE.key());
    SignatureDef forward = model.getSignatureDefOrThrow(EntryPoint.FORWARD.key());
    TensorInfo z = forward.getInputsOrThrow("z").toBuilder().setName(DRAWS + ":0").build();
    TensorInfo logProb =
        sample.getOutputsOrThrow("log_prob").toBuilder().setName(DRAWS + ":1").build();
    return Optional.of(
        sample.toBuilder()
            .clearOutputs()
            .putOutputs("z", z)
            .putOutputs("log_prob", logProb)
            .build());
  }

  /**
   * Returns a signature of the same draws (from the base if there is one), with the expected
   * log-density in place of its value; empty if the expectation has no formula.
   */
  public static Optional<SignatureDef> expectedDraws(MetaGraphDef model, Graph graph) {
    GraphOperation draws = graph.operation(DRAWS);
    if (draws == null || draws.numOutputs() < 3) {
      return Optional.empty();
    }
    SignatureDef drawn =
        baseDraws(model, graph)
            .orElseGet(() -> model.getSignatureDefOrThrow(EntryPoint.SAMPLE.key()));
    TensorInfo expected =
        drawn.getOutputsOrThrow("log_prob").toBuilder().setName(DRAWS + ":2").build();
    return Optional.of(drawn.toBuilder().putOutputs("log_prob", expected).build());
  }

  /**
   * Returns whether {@code forward} runs in one thread, although the call that maps one draw does
   * not.
   */
  public static boolean mapsInOneThread(Graph graph) {
    GraphOperation call =
        graph.operation(EntryPoint.FORWARD.key() + "/" + ParameterizedFunction.CALL);
    return call != null
        && call.type().equals(ParameterizedFunction.CALL)
        && call.attributes()
            .getAttrString(Sessions.Schedule.ATTRIBUTE)
            .equals(Sessions.Schedule.EXECUTOR);
  }

  /** Returns whether the log-density of draws is computed at the rounded draws. */
  public static boolean scoresDraws(Graph graph) {
    String call =
        "%s/%s/%s".formatted(EntryPoint.SAMPLE.key(), AT_DRAWS, ParameterizedFunction.CALL);
    return graph.operation(call) != null;
  }

  static List<String> weightNames(Graph graph) {
    List<String> names = new ArrayList<>();
    for (Iterator<GraphOperation> ops = graph.operations(); ops.hasNext(); ) {
      String name = ops.next().name();
      if (name.startsWith(BoundWeights.PREFIX)) {
        names.add(name.substring(BoundWeights.PREFIX.length()));
      }
    }
    return names;
  }

  /**
   * Returns a served graph with the given execution of its functions. The schedule applies to the
   * calls that map rows for {@code forward} and for parts of many draws, if their body is not
   * inlined; such a body does not follow the session's schedule. Other calls of such bodies use
   * many threads, which are faster for a single row.
   */
  public static GraphDef executed(
      GraphDef graph, Compilation compilation, Sessions.Schedule schedule) {
    GraphDef.Builder changed = graph.toBuilder();
    for (NodeDef.Builder node : changed.getNodeBuilderList()) {
      if (node.getOp().equals(ParameterizedFunction.CALL)
          && !node.getName().contains("/" + DRAW + "/")) {
        node.removeAttr(ParameterizedFunction.XLA).removeAttr(Sessions.Schedule.ATTRIBUTE);
        boolean isForward = node.getName().startsWith(EntryPoint.FORWARD.key() + "/");
        if (compilation == Compilation.XLA) {
          node.putAttr(ParameterizedFunction.XLA, AttrValue.newBuilder().setB(true).build());
        } else if (schedule == Sessions.Schedule.ONE_THREAD
            && isForward
            && node.containsAttr(ParameterizedFunction.NO_INLINE)) {
          ByteString executor = ByteString.copyFromUtf8(Sessions.Schedule.EXECUTOR);
          node.putAttr(Sessions.Schedule.ATTRIBUTE, AttrValue.newBuilder().setS(executor).build());
        }
      }
    }
    if (compilation == Compilation.NONE && schedule == Sessions.Schedule.ONE_THREAD) {
      InPlaceSums.use(changed);
    } else {
      InPlaceSums.avoid(changed);
    }
    return changed.build();
  }
}
