package io.github.tfflows.core.runtime;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.ParameterSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.family.TFloating;

/**
 * A TensorFlow function of named inputs and of the parameters that its body declares. Gradients
 * must be built inside the body, because TensorFlow cannot differentiate the call of a function.
 */
public final class ParameterizedFunction implements AutoCloseable {
  /**
   * Autoregressive maps that are unrolled for gradients, and long chains, make bodies of up to tens
   * of thousands of nodes. TensorFlow's optimizer then takes seconds to minutes at the first call,
   * and saves at most a third of the time of later calls. It is switched off beyond this many
   * nodes.
   */
  private static final int MANY_NODES = 5_000;

  /**
   * The larger limit for a training step, which runs thousands of times, and is already shortened.
   */
  private static final int MANY_NODES_OF_A_STEP = 10_000;

  public static final String CALL = "PartitionedCall";

  /** The attribute that compiles a call. */
  public static final String XLA = "_XlaMustCompile";

  /** The attribute that keeps TensorFlow from inlining a call. */
  public static final String NO_INLINE = "_noinline";

  /** The attribute that configures the optimization of a function that is not inlined. */
  public static final String CONFIGURATION = "config_proto";

  private static final ByteString UNOPTIMIZED =
      configuration(RewriterConfig.newBuilder().setDisableMetaOptimizer(true));

  /**
   * The configuration of bodies that are not inlined, which would otherwise have TensorFlow's
   * default instead of the session's configuration. It does not fuse ops, since fusion does not
   * make training steps faster.
   */
  private static final ByteString OPTIMIZED =
      configuration(Sessions.Optimization.WITHOUT_FUSION.rewriting());

  private static ByteString configuration(RewriterConfig.Builder rewriting) {
    return ConfigProto.newBuilder()
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriting))
        .build()
        .toByteString();
  }

  /** The configurations of the optimization of bodies. */
  public static Set<ByteString> configurations() {
    return Set.of(UNOPTIMIZED, OPTIMIZED);
  }

  @FunctionalInterface
  public interface Body {
    /** Declares inputs, builds, and returns the outputs by name. */
    Map<String, Operand<TFloating>> build(Inputs inputs, Parameters parameters);
  }

  private final ConcreteFunction function;
  private final Map<String, Inputs.Port<?>> inputs;
  private final Map<String, Parameters.Declared> parameters;
  private final Map<String, DataType> outputs;

  /** Whether TensorFlow does not optimize the body. */
  private final boolean isLarge;

  private ParameterizedFunction(
      ConcreteFunction function, Built built, Map<String, DataType> outputs, int manyNodes) {
    this.function = function;
    this.inputs = built.inputs.ports();
    this.parameters = built.parameters.declared();
    this.outputs = outputs;
    this.isLarge = function.getFunctionDef().getNodeDefCount() > manyNodes;
  }

  /** Builds a function of any number of rows, in a separate graph. */
  public static ParameterizedFunction create(
      String name, Class<TFloating> type, long seed, ParameterSource.Phase phase, Body body) {
    return create(name, type, seed, phase, Shape.UNKNOWN_SIZE, body);
  }

  /**
   * Builds a function of a fixed number of rows, for training. Its shapes are known, so nodes that
   * only compute shapes are dropped.
   */
  public static ParameterizedFunction create(
      String name,
      Class<TFloating> type,
      long seed,
      ParameterSource.Phase phase,
      long rows,
      Body body) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph);
      Inputs inputs = new Inputs(tf, rows);
      Parameters parameters = new Parameters(tf, type, seed, phase);
      Built built = new Built(inputs, parameters, body.build(inputs, parameters));
      if (rows == Shape.UNKNOWN_SIZE) {
        return built.functionOf(graph, name, MANY_NODES);
      }
      try (Graph shorter = KnownShapes.shortened(graph, built.operands())) {
        boolean often = phase == ParameterSource.Phase.TRAINING;
        return built.functionOf(shorter, name, often ? MANY_NODES_OF_A_STEP : MANY_NODES);
      }
    }
  }

  /** Returns the parameters that a build for evaluation declares, without creating a function. */
  static Map<String, Parameters.Declared> declared(
      Class<TFloating> type, long seed, BiFunction<Inputs, Parameters, ?> build) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph);
      Parameters parameters = new Parameters(tf, type, seed, ParameterSource.Phase.EVALUATION);
      Object unused = build.apply(new Inputs(tf, Shape.UNKNOWN_SIZE), parameters);
      return parameters.declared();
    }
  }

  private record Built(
      Inputs inputs, Parameters parameters, Map<String, Operand<TFloating>> results) {
    List<Operand<?>> operands() {
      List<Operand<?>> operands = new ArrayList<>(inputs.operands().values());
      parameters.declared().values().forEach(declared -> operands.add(declared.operand()));
      operands.addAll(results.values());
      return operands;
    }

    /** Returns the function of a graph with operands of these names. */
    ParameterizedFunction functionOf(Graph graph, String name, int manyNodes) {
      Function<Operand<?>, Output<?>> found =
          operand -> graph.operationOrThrow(operand.op().name()).output(operand.asOutput().index());
      Signature.Builder signature = Signature.builder(name);
      inputs
          .operands()
          .forEach((key, input) -> signature.input("input:" + key, found.apply(input)));
      parameters
          .declared()
          .forEach(
              (key, declared) ->
                  signature.input("parameter:" + key, found.apply(declared.operand())));
      results.forEach((key, result) -> signature.output(key, found.apply(result)));
      Map<String, DataType> types = new LinkedHashMap<>();
      results.forEach((key, result) -> types.put(key, result.asOutput().dataType()));
      ConcreteFunction function = ConcreteFunction.create(signature.build(), graph);
      return new ParameterizedFunction(function, this, types, manyNodes);
    }
  }

  public Map<String, Inputs.Port<?>> inputs() {
    return inputs;
  }

  public Map<String, Parameters.Declared> parameters() {
    return parameters;
  }

  public boolean isState(String name) {
    Parameters.Declared declared = parameters.get(name);
    return declared != null && declared.kind() == ParameterSource.Kind.STATE;
  }

  /**
   * Calls the function from another graph. Attributes for XLA or one thread are on the calling
   * node, so one function serves both ways.
   */
  public Map<String, Operand<TFloating>> call(
      Ops tf,
      Map<String, Operand<?>> arguments,
      Function<String, ? extends Operand<TFloating>> values,
      Compilation compilation,
      Sessions.Schedule schedule) {
    List<Output<?>> operands = new ArrayList<>();
    inputs.forEach((name, port) -> operands.add(port.fitted(tf, argument(arguments, name))));
    parameters.keySet().forEach(name -> operands.add(values.apply(name).asOutput()));
    Graph graph = (Graph) tf.scope().env();
    GraphOperationBuilder builder = graph.opBuilder(CALL, tf.scope().makeOpName(CALL), tf.scope());
    builder.addInputList(operands.toArray(new Output<?>[0]));
    builder.setAttr("Tin", operands.stream().map(Output::dataType).toArray(DataType[]::new));
    builder.setAttr("Tout", outputs.values().toArray(new DataType[0]));
    builder.setAttr("f", function);
    setExecution(builder, compilation, schedule);
    return named(builder.build());
  }

  private void setExecution(
      GraphOperationBuilder call, Compilation compilation, Sessions.Schedule schedule) {
    // Otherwise every call, and every import of a graph with calls, analyses the whole body.
    call.setAttr("_disable_call_shape_inference", true);
    if (schedule == Sessions.Schedule.ONE_THREAD) { // an inlined body uses the graph's threads
      call.setAttr(Sessions.Schedule.ATTRIBUTE, Sessions.Schedule.EXECUTOR);
    }
    if (isLarge || schedule == Sessions.Schedule.ONE_THREAD) {
      call.setAttr(NO_INLINE, true);
    }
    call.setAttr(CONFIGURATION, (isLarge ? UNOPTIMIZED : OPTIMIZED).toByteArray());
    if (compilation == Compilation.XLA) {
      call.setAttr(XLA, true);
    }
  }

  private static Operand<?> argument(Map<String, Operand<?>> arguments, String input) {
    Operand<?> argument = arguments.get(input);
    if (argument == null) {
      throw new IllegalStateException("no argument for the input " + input);
    }
    return argument;
  }

  private Map<String, Operand<TFloating>> named(GraphOperation call) {
    Map<String, Operand<TFloating>> results = new LinkedHashMap<>();
    int index = 0;
    for (String name : outputs.keySet()) {
      results.put(name, call.<TFloating>output(index++));
    }
    return results;
  }

  /** Frees the definition; graphs that call it have a copy. */
  @Override
  public void close() {
    function.close();
  }
}
