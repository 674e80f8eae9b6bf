package io.github.tfflows.testing;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.runtime.Parameters;
import io.github.tfflows.core.runtime.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.OptimizerOptions.Level;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A graph for tests of definitions: inputs and parameters are fed by name, and every value can be
 * fetched and differentiated.
 */
public final class Workbench implements AutoCloseable {
  private static final long SEED = 7;

  private final Graph graph = new Graph();
  private final Ops tf = GraphScope.ops(graph);
  private final Session session = new Session(graph, unoptimized());
  private final Parameters parameters;
  private final GraphScope root;
  private final Map<String, Operand<TFloating>> inputs = new LinkedHashMap<>();

  @SuppressWarnings("unchecked") // Parameters hold the one float type of their graph
  private Workbench(
      Class<? extends TFloating> type,
      ParameterSource.Phase phase,
      UnaryOperator<GraphScope> root) {
    this.parameters = new Parameters(tf, (Class<TFloating>) type, SEED, phase);
    this.root = root.apply(GraphScope.root(tf, parameters));
  }

  private Workbench(ParameterSource.Phase phase) {
    this(TFloat64.class, phase, UnaryOperator.identity());
  }

  private static Workbench differentiated(Class<? extends TFloating> type) {
    return new Workbench(type, ParameterSource.Phase.EVALUATION, GraphScope::differentiated);
  }

  /**
   * Returns a configuration without optimization and with a single thread. Each of the many sets of
   * fetches runs only a few times, so that its optimization costs more than it saves. The ops are
   * small, so that threads cost more, too.
   */
  public static ConfigProto unoptimized() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setExperimental(
            ConfigProto.Experimental.newBuilder().setExecutorType(Sessions.Schedule.EXECUTOR))
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setOptimizerOptions(OptimizerOptions.newBuilder().setOptLevel(Level.L0))
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  public static Workbench float64() {
    return differentiated(TFloat64.class);
  }

  public static Workbench float32() {
    return differentiated(TFloat32.class);
  }

  /** Returns a graph without gradients, where maps may use loops. */
  public static Workbench evaluating() {
    return new Workbench(ParameterSource.Phase.EVALUATION);
  }

  /** Returns a graph whose data-dependent parameters are computed from the batch at hand. */
  public static Workbench initializing() {
    return new Workbench(ParameterSource.Phase.INITIALIZATION);
  }

  /** Returns the graph of a training step, which updates state from the batch at hand. */
  public static Workbench training() {
    return new Workbench(ParameterSource.Phase.TRAINING);
  }

  public Ops tf() {
    return tf;
  }

  /** Returns the root place of the graph, without a context. */
  public GraphScope scope() {
    return root;
  }

  /** Returns the root place of the graph, with a context. */
  public GraphScope scope(Expr context) {
    return root.withContext(context);
  }

  /** Declares an input that is fed under {@code name}. */
  public Expr input(String name, Shape shape) {
    Operand<TFloating> fed = tf.placeholder(parameters.type(), Placeholder.shape(shape));
    inputs.put(name, fed);
    return root.expr(tf.identity(fed)); // a fed tensor cannot be fetched
  }

  /** Builds random numbers of a fixed seed. */
  public Noise noise(int count, long... seed) {
    return new Noise(tf.constant(count), tf.constant(seed));
  }

  /** Returns the parameters declared so far, in order. */
  public Map<String, Shape> parameterShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.declared().forEach((name, declared) -> shapes.put(name, declared.shape()));
    return shapes;
  }

  /** Returns values of the parameters declared so far, to which inputs may be added. */
  public Map<String, Values> parameters(BiFunction<String, Shape, Values> values) {
    Map<String, Values> feeds = new LinkedHashMap<>();
    parameterShapes().forEach((name, shape) -> feeds.put(name, values.apply(name, shape)));
    return feeds;
  }

  /** Returns numbers for the parameters declared so far, to which inputs may be added. */
  public Map<String, Values> gaussianParameters(double deviation, RandomGenerator random) {
    return parameters((name, shape) -> Values.gaussian(shape, deviation, random));
  }

  public List<String> parameterNames() {
    return List.copyOf(parameters.declared().keySet());
  }

  public Expr parameter(String name) {
    return root.expr(Optional.ofNullable(parameters.declared().get(name)).orElseThrow().operand());
  }

  /** Returns the parameters that the initializing build computed from the batch, by name. */
  public Map<String, Operand<TFloating>> computed() {
    return parameters.computed();
  }

  /** Returns the next states of a training step, by name. */
  public Map<String, Operand<TFloating>> updates() {
    return parameters.updates();
  }

  /** Returns the next value of a state of a training step. */
  public Operand<TFloating> update(String name) {
    return Optional.ofNullable(updates().get(name)).orElseThrow();
  }

  /** Returns the terms of the loss of a training step that belong to no row. */
  public List<Expr> addedLosses() {
    return parameters.addedLosses().stream().map(root::expr).toList();
  }

  /** Runs the declared initializers, in their own graph, since a session imports everything new. */
  public Map<String, Values> initialValues() {
    Map<String, Values> initial = new LinkedHashMap<>();
    try (Workbench own = differentiated(parameters.type())) {
      List<Operand<TFloating>> starts = new ArrayList<>();
      for (Parameters.Declared declared : parameters.declared().values()) {
        Operand<TInt64> shape = own.tf.constant(declared.shape().asArray());
        starts.add(declared.initializer().call(own.tf, shape, parameters.type()));
      }
      List<Values> run = own.fetchAll(starts, Map.of());
      parameterNames().forEach(name -> initial.put(name, run.get(initial.size())));
    }
    return initial;
  }

  /** Builds {@code Σ weights · y}. */
  public Expr weightedSum(Expr y, Expr weights) {
    return total(y.times(weights));
  }

  /** Builds the sum of all entries. */
  public Expr total(Expr y) {
    return y.reshape(-1).sumLast();
  }

  /** Differentiates the sum of all entries of an operand, which must depend on the other one. */
  public Expr gradient(Expr y, Expr by) {
    return gradients(total(y), List.of(by)).get(0).orElseThrow();
  }

  /** Differentiates a scalar; empty where no path with a gradient leads to the operand. */
  public List<Optional<Expr>> gradients(Expr scalar, List<Expr> by) {
    if (by.isEmpty()) {
      return List.of();
    }
    try {
      return allGradients(scalar, by);
    } catch (TFInvalidArgumentException unreachable) {
      if (by.size() == 1) {
        return List.of(Optional.empty());
      }
      List<Optional<Expr>> found = new ArrayList<>();
      by.forEach(one -> found.addAll(gradients(scalar, List.of(one))));
      return found;
    }
  }

  private List<Optional<Expr>> allGradients(Expr scalar, List<Expr> by) {
    Output<?>[] xs = by.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    List<Optional<Expr>> found = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(scalar.asOutput(), xs)) {
      found.add(gradient.isClosed() ? Optional.empty() : Optional.of(expr(gradient)));
    }
    return found;
  }

  @SuppressWarnings("unchecked") // a gradient has the type of what was differentiated
  private Expr expr(Output<?> output) {
    return root.expr((Operand<TFloating>) output);
  }

  public Values fetch(Operand<TFloating> what, Map<String, Values> feeds) {
    return fetchAll(List.of(what), feeds).get(0);
  }

  /** Runs the graph; feeds have the names of inputs or parameters, others are ignored. */
  public List<Values> fetchAll(List<? extends Operand<TFloating>> what, Map<String, Values> feeds) {
    if (what.isEmpty()) {
      return List.of();
    }
    List<Output<TFloating>> outputs = what.stream().map(Operand::asOutput).toList();
    List<Output<TFloating>> distinct = List.copyOf(new LinkedHashSet<>(outputs));
    List<Tensor> fed = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (Map.Entry<String, Values> feed : feeds.entrySet()) {
        Optional<Operand<TFloating>> target = placeholder(feed.getKey());
        if (target.isPresent()) {
          Tensor tensor = tensor(feed.getValue());
          fed.add(tensor);
          runner.feed(target.get().asOutput(), tensor);
        }
      }
      distinct.forEach(runner::fetch);
      try (Result result = runner.run()) {
        return outputs.stream().map(output -> read(result.get(distinct.indexOf(output)))).toList();
      }
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private Optional<Operand<TFloating>> placeholder(String name) {
    return Optional.ofNullable(inputs.get(name))
        .or(
            () ->
                Optional.ofNullable(parameters.declared().get(name))
                    .map(Parameters.Declared::operand));
  }

  private Tensor tensor(Values values) {
    if (parameters.type() == (Class<?>) TFloat64.class) {
      return TFloat64.tensorOf(values.shape(), DataBuffers.of(values.entries()));
    }
    float[] narrow = new float[values.size()];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values.at(i);
    }
    return TFloat32.tensorOf(values.shape(), DataBuffers.of(narrow));
  }

  private static Values read(Tensor tensor) {
    double[] entries = new double[Math.toIntExact(tensor.shape().size())];
    if (tensor instanceof TFloat64) {
      tensor.asRawTensor().data().asDoubles().read(entries);
    } else {
      float[] narrow = new float[entries.length];
      tensor.asRawTensor().data().asFloats().read(narrow);
      for (int i = 0; i < narrow.length; i++) {
        entries[i] = narrow[i];
      }
    }
    return Values.of(tensor.shape(), entries);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
