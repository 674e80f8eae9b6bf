package io.github.tfflows.core.training.step;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.FirstRuns;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.types.family.TFloating;

/**
 * The graph of training: variables, the {@link TrainingFunctions}, and the optimizer. It is private
 * to a fit and never served.
 */
public final class TrainingGraph implements AutoCloseable {
  private final Graph graph;
  private final ParameterUpdates updates;
  private final Map<String, Operand<?>> batch;
  private final Operand<TFloating> evaluatedLosses;
  private final Map<String, Operand<TFloating>> initial;
  private final TrainingFunctions.Step step;
  private final Op update;
  private final Session session;
  private final FirstRuns firstLosses = new FirstRuns();
  private boolean hasStepped;

  /**
   * A gradient without an update.
   *
   * @param changes the gradient of the batch, and the states after it
   * @param loss the loss of the batch
   */
  public record Gradient(Weights changes, double loss) {}

  private TrainingGraph(
      Graph graph, BatchLoss loss, Recipe recipe, Weights start, Class<TFloating> type) {
    this.graph = graph;
    try (TrainingFunctions functions = new TrainingFunctions(graph, loss, recipe, type)) {
      Packing states = Packing.of(start, functions::isState);
      Shares shares = functions.shares(states);
      List<Packing> vectors =
          ParameterUpdates.vectors(
              recipe.optimization(),
              Packing.of(start, name -> !functions.isState(name)),
              shares.count());
      this.updates = new ParameterUpdates(graph, recipe, vectors, states, type);
      this.batch = functions.batch();
      this.evaluatedLosses = functions.losses(batch, updates.evaluated());
      this.initial = functions.initial(batch, updates.values());
      Set<String> reached = new HashSet<>();
      this.step =
          functions.step(
              shares,
              Gradients.of(loss, vectors, states, shares.weight(), reached),
              batch,
              updates.values());
      this.update = updates.build(step.changes(), reached);
    }
    this.session =
        Sessions.open(
            graph,
            recipe.execution(),
            Sessions.Optimization.of(graph.toGraphDef()),
            Sessions.alone(recipe.execution()));
  }

  public static TrainingGraph open(BatchLoss loss, Recipe recipe, Weights start) {
    NativeLibrary.keepFreedMemory();
    Graph graph = new Graph();
    try {
      Class<TFloating> type = Tensors.type(recipe.execution().precision());
      return new TrainingGraph(graph, loss, recipe, start, type); // opens its session last
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  public void begin(Weights start) {
    updates.assign(session, start);
  }

  /** Sets the data-dependent parameters from a batch, all in one pass. */
  public void initialize(Map<String, Tensor> first) {
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

  public double step(Map<String, Tensor> rows, int number) {
    Session.Runner runner = fed(rows);
    List<Tensor> numbers = updates.feed(runner, number);
    try (Result result = stepped(runner.addTarget(update).fetch(step.loss()))) {
      return Tensors.doubles(result.get(0))[0];
    } finally {
      numbers.forEach(Tensor::close);
    }
  }

  /** Returns the gradient of a batch, the states after it and its loss, without an update. */
  public Gradient gradient(Map<String, Tensor> rows) {
    Session.Runner runner = fed(rows);
    step.changes().forEach(runner::fetch);
    try (Result result = stepped(runner.fetch(step.loss()))) {
      int count = step.changes().size();
      List<double[]> changes =
          IntStream.range(0, count).mapToObj(i -> Tensors.doubles(result.get(i))).toList();
      return new Gradient(updates.changes(changes), Tensors.doubles(result.get(count))[0]);
    }
  }

  /**
   * Runs a step. In the first step, shares run one after the other, so that TensorFlow prepares
   * their function once; parallel shares would each prepare it.
   */
  private Result stepped(Session.Runner runner) {
    Result result = hasStepped ? runner.run() : Sessions.inTheCallersThread(runner).run();
    hasStepped = true;
    return result;
  }

  /** Updates parameters by a gradient, and sets the states. */
  public void apply(Weights changes, int number) {
    Session.Runner runner = session.runner();
    List<Tensor> fed = updates.feed(runner, number);
    fed.addAll(updates.feed(runner, step.changes(), changes));
    try {
      runner.addTarget(update).run().close();
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** Returns the loss of each row of a batch with the weights of {@link #weights}. */
  public double[] losses(Map<String, Tensor> rows) {
    Session.Runner runner = fed(rows).fetch(evaluatedLosses);
    try (Result result = firstLosses.run(rows.keySet(), runner::run)) {
      return Tensors.doubles(result.get(0));
    }
  }

  /** Returns the current weights: moving averages, if any. */
  public Weights weights() {
    return updates.fetch(session);
  }

  public void save(Snapshot snapshot) {
    updates.save(session, snapshot);
  }

  public void resume(Snapshot snapshot) {
    updates.resume(session, snapshot);
  }

  /** Copies out all parameters, moments, averages and states. */
  public Weights state() {
    Snapshot snapshot = new Snapshot();
    save(snapshot);
    return new Weights(snapshot.arrays());
  }

  /** Restores a {@link #state}. */
  public void resume(Weights state) {
    resume(new Snapshot(state.byName()));
  }

  private Session.Runner fed(Map<String, Tensor> values) {
    Session.Runner runner = session.runner();
    batch.forEach(
        (name, input) -> {
          Tensor value = values.get(name);
          if (value != null) {
            runner.feed(input, value);
          }
        });
    return runner;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
