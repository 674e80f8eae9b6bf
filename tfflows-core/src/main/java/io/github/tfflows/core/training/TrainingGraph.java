package io.github.tfflows.core.training;

import io.github.tfflows.core.ParameterSource;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.graph.Inputs;
import io.github.tfflows.core.graph.NativeLibrary;
import io.github.tfflows.core.graph.ParameterizedFunction;
import io.github.tfflows.core.graph.Parameters;
import io.github.tfflows.core.graph.Sessions;
import io.github.tfflows.core.graph.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The graph that training runs: variables, one function of a batch and the parameters that yields
 * the loss and its gradients, and the optimizer. It is private to a fit and never served.
 */
final class TrainingGraph implements Resumable, AutoCloseable {
  private static final String LOSSES = "losses";

  private final Graph graph;
  private final Ops tf;
  private final Objective objective;
  private final Training recipe;
  private final Class<TFloating> type;
  private final ParameterUpdates updates;
  private final Map<String, Operand<?>> batch;
  private final Operand<TFloating> stepLoss;
  private final List<Operand<TFloating>> gradients;
  private final Optional<Operand<TFloating>> nextStates;
  private final Operand<TFloating> evaluatedLosses;
  private final Map<String, Operand<TFloating>> initial = new LinkedHashMap<>();
  private final Op update;
  private final Session session;

  private TrainingGraph(
      Graph graph, Objective objective, Training recipe, Weights start, Class<TFloating> type) {
    this.graph = graph;
    this.tf = Ops.create(graph);
    this.objective = objective;
    this.recipe = recipe;
    this.type = type;
    try (ParameterizedFunction loss =
        function(LOSSES, ParameterSource.Phase.EVALUATION, Shape.UNKNOWN_SIZE, this::losses)) {
      Packing states = Packing.of(start, loss::isState);
      Shares shares = shares(states);
      List<Packing> vectors = Packing.of(start, name -> !loss.isState(name)).cut(shares.count());
      this.updates = new ParameterUpdates(graph, recipe, vectors, states, type);
      this.batch = placeholders(loss);
      this.evaluatedLosses = named(call(loss, batch, updates.evaluated()), LOSSES);
      addInitialization(loss, updates.values());
      Map<String, Operand<TFloating>> results = step(shares, vectors, states);
      this.stepLoss = named(results, Gradients.LOSS);
      this.gradients = gradients(results);
      this.nextStates = Optional.ofNullable(results.get(Gradients.STATES));
      this.update = updates.build(gradients, nextStates);
    }
    this.session =
        Sessions.open(
            graph,
            recipe.execution(),
            Sessions.Optimization.of(graph.toGraphDef()),
            Sessions.alone(recipe.execution()));
  }

  /** States, such as moving averages, are updated from whole batches. */
  private Shares shares(Packing states) {
    return states.size() > 0
        ? new Shares(1)
        : objective.shares(recipe.batchSize(), recipe.execution());
  }

  private static List<Operand<TFloating>> gradients(Map<String, Operand<TFloating>> results) {
    return results.entrySet().stream()
        .filter(result -> result.getKey().startsWith(Gradients.GRADIENT))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Builds the loss and its gradient, from one call for each share of the batch. */
  private Map<String, Operand<TFloating>> step(
      Shares shares, List<Packing> vectors, Packing states) {
    Map<String, Operand<TFloating>> values = updates.values();
    int rows = recipe.batchSize() / shares.count();
    try (ParameterizedFunction step =
        function(
            "step",
            ParameterSource.Phase.TRAINING,
            rows,
            Gradients.of(objective, vectors, states, shares.weight()))) {
      Sessions.Schedule schedule =
          shares.count() > 1 ? Sessions.Schedule.ONE_THREAD : Sessions.alone(recipe.execution());
      return shares.sums(tf, batch, share -> call(step, share, values, schedule));
    }
  }

  /** Builds the graph and sets the weights that training starts from. */
  static TrainingGraph open(Objective objective, Training recipe, Weights start) {
    NativeLibrary.keepFreedMemory();
    Graph graph = new Graph();
    TrainingGraph opened;
    try {
      Class<TFloating> type = Tensors.type(recipe.execution().precision());
      opened = new TrainingGraph(graph, objective, recipe, start, type); // opens its session last
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
    try {
      opened.updates.assign(opened.session, start);
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private ParameterizedFunction function(
      String name, ParameterSource.Phase phase, long rows, ParameterizedFunction.Body body) {
    return ParameterizedFunction.create(name, type, recipe.seed(), phase, rows, body);
  }

  private Map<String, Operand<?>> placeholders(ParameterizedFunction function) {
    Map<String, Operand<?>> placeholders = new LinkedHashMap<>();
    function.inputs().forEach((name, port) -> placeholders.put(name, port.placeholder(tf, name)));
    return placeholders;
  }

  private Map<String, Operand<TFloating>> losses(Inputs in, Parameters parameters) {
    return Map.of(LOSSES, objective.losses(in, parameters));
  }

  /** Adds a function of the first batch for the parameters that depend on it. */
  private void addInitialization(
      ParameterizedFunction loss, Map<String, Operand<TFloating>> values) {
    if (loss.parameters().values().stream()
        .noneMatch(declared -> declared.kind() == Parameters.Kind.DATA_DEPENDENT)) {
      return;
    }
    ParameterizedFunction.Body body =
        (in, parameters) -> {
          Operand<TFloating> unused = objective.loss(in, parameters);
          return parameters.computed();
        };
    try (ParameterizedFunction function =
        function("initialize", ParameterSource.Phase.INITIALIZATION, recipe.batchSize(), body)) {
      initial.putAll(call(function, batch, values));
    }
  }

  private Map<String, Operand<TFloating>> call(
      ParameterizedFunction function,
      Map<String, Operand<?>> inputs,
      Map<String, Operand<TFloating>> values) {
    return call(function, inputs, values, Sessions.alone(recipe.execution()));
  }

  private Map<String, Operand<TFloating>> call(
      ParameterizedFunction function,
      Map<String, Operand<?>> inputs,
      Map<String, Operand<TFloating>> values,
      Sessions.Schedule schedule) {
    Compilation compilation = recipe.execution().compilation();
    return function.call(tf, inputs, name -> named(values, name), compilation, schedule);
  }

  private static Operand<TFloating> named(Map<String, Operand<TFloating>> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Begins another training, of the same recipe, with other weights. */
  void begin(Weights start) {
    updates.assign(session, start);
  }

  /** Sets the data-dependent parameters from a batch, all in one pass. */
  void initialize(Map<String, Tensor> first) {
    if (initial.isEmpty()) {
      return;
    }
    Session.Runner runner = fed(first);
    initial.values().forEach(runner::fetch);
    Map<String, Weights.Array> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int index = 0;
      for (String name : initial.keySet()) {
        Tensor value = result.get(index++);
        values.put(name, new Weights.Array(value.shape(), Tensors.doubles(value)));
      }
    }
    updates.assign(session, weights().with(values));
  }

  /** Takes one step and returns the loss before it. */
  double step(Map<String, Tensor> rows, int step) {
    Session.Runner runner = fed(rows);
    List<Tensor> numbers = updates.feed(runner, step);
    try (Result result = runner.addTarget(update).fetch(stepLoss).run()) {
      return Tensors.doubles(result.get(0))[0];
    } finally {
      numbers.forEach(Tensor::close);
    }
  }

  /** Returns the gradient of a batch, the states after it and its loss, and takes no step. */
  Contribution gradient(Map<String, Tensor> rows) {
    Session.Runner runner = fed(rows).fetch(stepLoss);
    gradients.forEach(runner::fetch);
    nextStates.ifPresent(runner::fetch);
    try (Result result = runner.run()) {
      Map<String, double[]> vectors = new LinkedHashMap<>();
      vectors.put(
          ParameterUpdates.GRADIENT,
          IntStream.rangeClosed(1, gradients.size())
              .mapToObj(i -> Tensors.doubles(result.get(i)))
              .flatMapToDouble(Arrays::stream)
              .toArray());
      nextStates.ifPresent(
          next ->
              vectors.put(
                  ParameterUpdates.STATES, Tensors.doubles(result.get(gradients.size() + 1))));
      double loss = Tensors.doubles(result.get(0))[0];
      return new Contribution(new TrainingVectors(vectors), loss, 1); // batches have one size
    }
  }

  /** Takes a step by a gradient, and the states after it. */
  void apply(TrainingVectors found, int step) {
    Session.Runner runner = session.runner();
    List<Tensor> fed = updates.feed(runner, step);
    fed.addAll(updates.feed(runner, gradients, found.get(ParameterUpdates.GRADIENT)));
    nextStates.ifPresent(
        next -> {
          double[] states = found.get(ParameterUpdates.STATES);
          Tensor tensor = Tensors.of(Tensors.precision(type), Shape.of(states.length), states);
          runner.feed(next, tensor);
          fed.add(tensor);
        });
    try {
      runner.addTarget(update).run().close();
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** Copies out all vectors. */
  TrainingVectors vectors() {
    return updates.vectors(session);
  }

  /** Sets all vectors. */
  void assign(TrainingVectors vectors) {
    updates.assign(session, vectors);
  }

  /** Returns the loss of each row of a batch with the weights that would be returned now. */
  double[] losses(Map<String, Tensor> rows) {
    try (Result result = fed(rows).fetch(evaluatedLosses).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  /** The weights that would be returned now. */
  Weights weights() {
    return updates.fetch(session);
  }

  @Override
  public void save(Snapshot snapshot) {
    updates.save(session, snapshot);
  }

  @Override
  public void resume(Snapshot snapshot) {
    updates.resume(session, snapshot);
  }

  private Session.Runner fed(Map<String, Tensor> values) {
    Session.Runner runner = session.runner();
    batch.forEach((name, input) -> runner.feed(input, values.get(name)));
    return runner;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
