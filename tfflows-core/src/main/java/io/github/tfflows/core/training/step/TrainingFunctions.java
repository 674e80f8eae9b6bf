package io.github.tfflows.core.training.step;

import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.runtime.Inputs;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Parameters;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The functions of a batch and the parameters that a {@link TrainingGraph} calls: the losses, the
 * gradients of their mean, and the first values of parameters that depend on data.
 */
final class TrainingFunctions implements AutoCloseable {
  private static final String LOSSES = "losses";

  private final Ops tf;
  private final BatchLoss loss;
  private final Recipe recipe;
  private final Class<TFloating> type;
  private final ParameterizedFunction losses;

  /**
   * The results of a step before its update.
   *
   * @param loss the loss of the batch
   * @param changes the gradients by the vectors of parameters, and the next states, if any
   */
  record Step(Operand<TFloating> loss, List<Operand<TFloating>> changes) {
    private static Step of(Map<String, Operand<TFloating>> results) {
      List<Operand<TFloating>> changes = new ArrayList<>(results.values());
      Operand<TFloating> loss = named(results, Gradients.LOSS);
      changes.remove(loss);
      return new Step(loss, changes);
    }
  }

  TrainingFunctions(Graph graph, BatchLoss loss, Recipe recipe, Class<TFloating> type) {
    this.tf = GraphScope.ops(graph);
    this.loss = loss;
    this.recipe = recipe;
    this.type = type;
    this.losses =
        function(LOSSES, ParameterSource.Phase.EVALUATION, Shape.UNKNOWN_SIZE, this::losses);
  }

  private Map<String, Operand<TFloating>> losses(Inputs in, Parameters parameters) {
    return Map.of(LOSSES, loss.losses(in, parameters));
  }

  boolean isState(String parameter) {
    return losses.isState(parameter);
  }

  /** States, such as moving averages, are updated from whole batches. */
  Shares shares(Packing states) {
    return states.size() > 0 ? new Shares(1) : loss.shares(recipe.batchSize(), recipe.execution());
  }

  Map<String, Operand<?>> batch() {
    Map<String, Operand<?>> placeholders = new LinkedHashMap<>();
    losses.inputs().forEach((name, port) -> placeholders.put(name, port.placeholder(tf, name)));
    return placeholders;
  }

  Operand<TFloating> losses(
      Map<String, Operand<?>> batch, Map<String, Operand<TFloating>> parameters) {
    return named(call(losses, batch, parameters, alone()), LOSSES);
  }

  /**
   * Builds the initial values of the data-dependent parameters, by name.
   *
   * @param batch the inputs; this adds further inputs that only training has
   */
  Map<String, Operand<TFloating>> initial(
      Map<String, Operand<?>> batch, Map<String, Operand<TFloating>> parameters) {
    if (losses.parameters().values().stream()
        .noneMatch(declared -> declared.kind() == ParameterSource.Kind.DATA_DEPENDENT)) {
      return Map.of();
    }
    ParameterizedFunction.Body body =
        (in, declared) -> {
          Operand<TFloating> unused = loss.losses(in, declared);
          return declared.computed();
        };
    try (ParameterizedFunction function =
        function("initialize", ParameterSource.Phase.INITIALIZATION, recipe.batchSize(), body)) {
      declare(function, batch);
      return call(function, batch, parameters, alone());
    }
  }

  /** Adds the inputs that only training has to the inputs of a batch. */
  private void declare(ParameterizedFunction function, Map<String, Operand<?>> batch) {
    function
        .inputs()
        .forEach(
            (name, port) ->
                batch.computeIfAbsent(name, one -> port.ofAnyRows().placeholder(tf, one)));
  }

  /**
   * Builds the loss and its gradient, from one call for each share of the batch.
   *
   * @param gradients the gradients of a share
   * @param batch the inputs; this adds further inputs that only training has
   */
  Step step(
      Shares shares,
      ParameterizedFunction.Body gradients,
      Map<String, Operand<?>> batch,
      Map<String, Operand<TFloating>> parameters) {
    int rows = recipe.batchSize() / shares.count();
    try (ParameterizedFunction step =
        function("step", ParameterSource.Phase.TRAINING, rows, gradients)) {
      declare(step, batch);
      Sessions.Schedule schedule = shares.count() > 1 ? Sessions.Schedule.ONE_THREAD : alone();
      return Step.of(shares.sums(tf, batch, share -> call(step, share, parameters, schedule)));
    }
  }

  private ParameterizedFunction function(
      String name, ParameterSource.Phase phase, long rows, ParameterizedFunction.Body body) {
    return ParameterizedFunction.create(name, type, recipe.seed(), phase, rows, body);
  }

  private Map<String, Operand<TFloating>> call(
      ParameterizedFunction function,
      Map<String, Operand<?>> inputs,
      Map<String, Operand<TFloating>> parameters,
      Sessions.Schedule schedule) {
    return function.call(
        tf, inputs, name -> named(parameters, name), recipe.execution().compilation(), schedule);
  }

  private Sessions.Schedule alone() {
    return Sessions.alone(recipe.execution());
  }

  private static Operand<TFloating> named(Map<String, Operand<TFloating>> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  @Override
  public void close() {
    losses.close();
  }
}
