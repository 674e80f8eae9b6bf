package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A graph to take definitions apart in: inputs and parameters are fed by name, anything is fetched,
 * and anything is differentiated.
 *
 * @param <T> the float type of the graph
 */
public final class Workbench<T extends TFloating> implements AutoCloseable {
  private static final long SEED = 7;

  private final Class<T> type;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session = new Session(graph, unoptimized());
  private final Parameters<T> parameters;
  private final Map<String, Operand<T>> inputs = new LinkedHashMap<>();

  private Workbench(Class<T> type, Parameters.Phase phase) {
    this.type = type;
    this.parameters = new Parameters<>(tf, type, SEED, phase);
  }

  /** Each of the many sets of fetches here runs a few times only: optimizing it costs more. */
  private static ConfigProto unoptimized() {
    return ConfigProto.newBuilder()
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  public static Workbench<TFloat64> float64() {
    return new Workbench<>(TFloat64.class, Parameters.Phase.USE);
  }

  public static Workbench<TFloat32> float32() {
    return new Workbench<>(TFloat32.class, Parameters.Phase.USE);
  }

  /** Returns a graph whose data-dependent parameters are computed from the batch at hand. */
  public static Workbench<TFloat64> initializing() {
    return new Workbench<>(TFloat64.class, Parameters.Phase.INITIALIZE);
  }

  public Ops tf() {
    return tf;
  }

  /** Returns the root place of the graph, without a context. */
  public GraphScope<T> scope() {
    return new GraphScope<>(tf, "", parameters, null);
  }

  /** Returns the root place of the graph, with a context. */
  public GraphScope<T> scope(Operand<T> context) {
    return new GraphScope<>(tf, "", parameters, context);
  }

  /** Declares an input that is fed under {@code name}. */
  public Operand<T> input(String name, Shape shape) {
    Operand<T> fed = tf.placeholder(type, Placeholder.shape(shape));
    inputs.put(name, fed);
    return tf.identity(fed); // what is fed cannot be fetched as well
  }

  /** Returns what the definitions declared so far, in that order. */
  public Map<String, Shape> parameterShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.declared().forEach((name, declared) -> shapes.put(name, declared.shape()));
    return shapes;
  }

  public List<String> parameterNames() {
    return List.copyOf(parameters.declared().keySet());
  }

  public Operand<T> parameter(String name) {
    return Optional.ofNullable(parameters.declared().get(name)).orElseThrow().operand();
  }

  /** Returns what the initializing build computed from the batch, by name. */
  public Map<String, Operand<T>> computed() {
    return parameters.computed();
  }

  /** Runs the declared initializers. */
  public Map<String, Values> initialValues() {
    List<Operand<T>> starts = new ArrayList<>();
    for (Parameters.Declared<T> declared : parameters.declared().values()) {
      Operand<TInt64> shape = tf.constant(declared.shape().asArray());
      starts.add(declared.initializer().call(tf, shape, type));
    }
    List<Values> run = fetchAll(starts, Map.of());
    Map<String, Values> initial = new LinkedHashMap<>();
    parameterNames().forEach(name -> initial.put(name, run.get(initial.size())));
    return initial;
  }

  /** Builds {@code Σ weights · y}. */
  public Operand<T> weightedSum(Operand<T> y, Operand<T> weights) {
    return total(tf.math.mul(y, weights));
  }

  /** Builds the sum of all entries. */
  public Operand<T> total(Operand<T> y) {
    return tf.reduceSum(tf.reshape(y, tf.array(-1)), tf.constant(0));
  }

  /** Differentiates a scalar; empty where no path with a gradient leads to the operand. */
  public List<Optional<Operand<T>>> gradients(Operand<T> scalar, List<Operand<T>> by) {
    if (by.isEmpty()) {
      return List.of();
    }
    try {
      return allGradients(scalar, by);
    } catch (TFInvalidArgumentException unreachable) {
      if (by.size() == 1) {
        return List.of(Optional.empty());
      }
      List<Optional<Operand<T>>> found = new ArrayList<>();
      by.forEach(one -> found.addAll(gradients(scalar, List.of(one))));
      return found;
    }
  }

  private List<Optional<Operand<T>>> allGradients(Operand<T> scalar, List<Operand<T>> by) {
    Output<?>[] xs = by.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    List<Optional<Operand<T>>> found = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(scalar.asOutput(), xs)) {
      found.add(gradient.isClosed() ? Optional.empty() : Optional.of(typed(gradient)));
    }
    return found;
  }

  @SuppressWarnings("unchecked") // a gradient has the type of what was differentiated
  private Operand<T> typed(Output<?> output) {
    return (Operand<T>) output;
  }

  public Values fetch(Operand<T> what, Map<String, Values> feeds) {
    return fetchAll(List.of(what), feeds).get(0);
  }

  /** Runs the graph; feeds are named as inputs or parameters are, others are left out. */
  public List<Values> fetchAll(List<? extends Operand<T>> what, Map<String, Values> feeds) {
    if (what.isEmpty()) {
      return List.of();
    }
    List<Output<T>> outputs = what.stream().map(Operand::asOutput).toList();
    List<Output<T>> distinct = List.copyOf(new LinkedHashSet<>(outputs));
    List<Tensor> fed = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (Map.Entry<String, Values> feed : feeds.entrySet()) {
        Optional<Operand<T>> target = placeholder(feed.getKey());
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

  private Optional<Operand<T>> placeholder(String name) {
    return Optional.ofNullable(inputs.get(name))
        .or(
            () ->
                Optional.ofNullable(parameters.declared().get(name))
                    .map(Parameters.Declared::operand));
  }

  private Tensor tensor(Values values) {
    if (type == (Class<?>) TFloat64.class) {
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
