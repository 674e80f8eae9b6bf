package io.github.tfflows.core.training.step;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/** The updates of a training step: clipped gradients, moved parameters, their averages, states. */
public final class ParameterUpdates {
  /** The variables: the parameters of a vector, and Adam's moments of their gradients. */
  static final String VALUE = "value";

  static final String MEAN = "mean";
  static final String SQUARE = "square";

  /** Vectors that workers exchange beside them. */
  static final String STATES = "states";

  static final String GRADIENT = "gradient";

  private static final String AVERAGE = "average";

  /** Parameters that are moved as one; threads can move several vectors side by side. */
  private record Vector(Packing packing, Variables variables) {}

  /** The numbers that change from step to step; fed, so that no op has to count. */
  private record Rates(
      Operand<TFloating> learningRate,
      Operand<TFloating> beta1Power,
      Operand<TFloating> beta2Power) {}

  private final Ops tf;
  private final Recipe recipe;
  private final Class<TFloating> type;
  private final List<Vector> vectors = new ArrayList<>();
  private final Vector states;
  private final Rates rates;
  private final Operand<TFloating> averaging;

  ParameterUpdates(
      Graph graph, Recipe recipe, List<Packing> packings, Packing states, Class<TFloating> type) {
    this.tf = GraphScope.ops(graph);
    this.recipe = recipe;
    this.type = type;
    for (Packing packing : packings) {
      Variables variables = new Variables(graph, type, packing.shape(), "_" + vectors.size());
      roles().forEach(variables::add);
      vectors.add(new Vector(packing, variables));
    }
    this.states = new Vector(states, new Variables(graph, type, states.shape(), "_states"));
    this.states.variables.add(VALUE);
    this.rates = new Rates(fed("learning_rate"), fed("beta1_power"), fed("beta2_power"));
    this.averaging = fed("averaging");
  }

  private Operand<TFloating> fed(String name) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  /** The parameters at the beginning of a step. */
  Map<String, Operand<TFloating>> values() {
    return values(VALUE);
  }

  /** The parameters that are validated: their moving averages where there are some. */
  Map<String, Operand<TFloating>> evaluated() {
    return values(evaluatedName());
  }

  private Map<String, Operand<TFloating>> values(String role) {
    Map<String, Operand<TFloating>> values = new LinkedHashMap<>();
    for (Vector vector : vectors) {
      values.putAll(vector.packing.unpack(tf, vector.variables.value(role)));
    }
    if (states.packing.size() > 0) {
      values.putAll(states.packing.unpack(tf, states.variables.value(VALUE)));
    }
    return values;
  }

  private boolean averages() {
    return recipe.optimization().averaging() > 0;
  }

  private String evaluatedName() {
    return averages() ? AVERAGE : VALUE;
  }

  /** Sets the parameters, their averages and the states; resets the moments. */
  void assign(Session session, Weights weights) {
    for (Vector vector : vectors) {
      double[] zeros = new double[vector.packing.size()];
      Map<String, double[]> values = new LinkedHashMap<>(Map.of(MEAN, zeros, SQUARE, zeros));
      values.put(VALUE, vector.packing.pack(weights));
      values.put(evaluatedName(), vector.packing.pack(weights));
      vector.variables.assign(session, values);
    }
    states.variables.assign(session, Map.of(VALUE, states.packing.pack(weights)));
  }

  /** Copies out the parameters that are validated. */
  Weights fetch(Session session) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (Vector vector : vectors) {
      double[] values = vector.variables.fetch(session, evaluatedName());
      byName.putAll(vector.packing.unpack(values).byName());
    }
    byName.putAll(states.packing.unpack(states.variables.fetch(session, VALUE)).byName());
    return new Weights(byName);
  }

  /** Adds the parameters, their moments and averages, each under its own name. */
  void save(Session session, Snapshot snapshot) {
    for (Vector vector : vectors) {
      for (String role : roles()) {
        snapshot.put(role, vector.packing.unpack(vector.variables.fetch(session, role)));
      }
    }
    snapshot.put(VALUE, states.packing.unpack(states.variables.fetch(session, VALUE)));
  }

  /** Sets all that {@link #save} added. */
  void resume(Session session, Snapshot snapshot) {
    for (Vector vector : vectors) {
      Map<String, double[]> values = new LinkedHashMap<>();
      roles().forEach(role -> values.put(role, vector.packing.pack(snapshot.weights(role))));
      vector.variables.assign(session, values);
    }
    double[] values = states.packing.pack(snapshot.weights(VALUE));
    states.variables.assign(session, Map.of(VALUE, values));
  }

  /** Copies out all vectors, each role's as one. */
  Map<String, double[]> vectors(Session session) {
    Map<String, double[]> byRole = new LinkedHashMap<>();
    for (String role : roles()) {
      byRole.put(role, joined(vectors, vector -> vector.variables.fetch(session, role)));
    }
    byRole.put(STATES, states.variables.fetch(session, VALUE));
    return byRole;
  }

  /** Sets all vectors. */
  void assignAll(Session session, Map<String, double[]> all) {
    int from = 0;
    for (Vector vector : vectors) {
      int to = from + vector.packing.size();
      Map<String, double[]> values = new LinkedHashMap<>();
      for (String role : roles()) {
        values.put(role, Arrays.copyOfRange(named(all, role), from, to));
      }
      vector.variables.assign(session, values);
      from = to;
    }
    states.variables.assign(session, Map.of(VALUE, named(all, STATES)));
  }

  private static double[] named(Map<String, double[]> all, String role) {
    return Objects.requireNonNull(all.get(role), role);
  }

  /** Feeds the parts of a vector of all parameters in place of operands. */
  List<Tensor> feed(Session.Runner runner, List<Operand<TFloating>> parts, double[] vector) {
    List<Tensor> fed = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Packing packing = vectors.get(i).packing;
      int to = from + packing.size();
      Tensor tensor =
          Tensors.of(
              Tensors.precision(type), packing.shape(), Arrays.copyOfRange(vector, from, to));
      runner.feed(parts.get(i), tensor);
      fed.add(tensor);
      from = to;
    }
    return fed;
  }

  private static double[] joined(List<Vector> vectors, Function<Vector, double[]> part) {
    return vectors.stream().map(part).flatMapToDouble(Arrays::stream).toArray();
  }

  private List<String> roles() {
    return averages() ? List.of(VALUE, MEAN, SQUARE, AVERAGE) : List.of(VALUE, MEAN, SQUARE);
  }

  /** Builds the whole update, from the gradient of each vector and the states, if any. */
  Op build(List<Operand<TFloating>> gradients, Optional<Operand<TFloating>> nextStates) {
    List<Operand<TFloating>> clipped = clipped(gradients);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      if (vectors.get(i).packing.size() > 0) {
        updates.add(update(vectors.get(i), clipped.get(i)));
      }
    }
    nextStates.ifPresent(
        next -> updates.add(tf.assignVariableOp(states.variables.handle(VALUE), next)));
    return tf.withControlDependencies(updates).noOp();
  }

  private Op update(Vector vector, Operand<TFloating> gradient) {
    Op updated = adam(vector, gradient);
    return averages() ? average(vector.variables, updated) : updated;
  }

  /** Builds a step of Adam, which begins when its gradient is complete. */
  private Op adam(Vector vector, Operand<TFloating> gradient) {
    Adam adam = recipe.optimization().optimizer();
    Variables variables = vector.variables;
    Ops before = tf.withControlDependencies(gradient);
    if (adam.weightDecay() > 0) {
      before = tf.withControlDependencies(decay(before, vector, adam.weightDecay()));
    }
    return before.train.resourceApplyAdam(
        variables.handle(VALUE),
        variables.handle(MEAN),
        variables.handle(SQUARE),
        rates.beta1Power,
        rates.beta2Power,
        rates.learningRate,
        variables.number(adam.beta1()),
        variables.number(adam.beta2()),
        variables.number(adam.epsilon()),
        gradient);
  }

  /** Builds the decay of the kernels of networks. */
  private Op decay(Ops before, Vector vector, double weightDecay) {
    Variables variables = vector.variables;
    Operand<TFloating> share = before.math.mul(rates.learningRate, variables.number(weightDecay));
    Operand<TFloating> shares = before.math.mul(variables.vector(vector.packing.kernels()), share);
    Operand<TFloating> value = before.readVariableOp(variables.handle(VALUE), type);
    return before.assignSubVariableOp(variables.handle(VALUE), before.math.mul(value, shares));
  }

  /** Scales the gradient so that its norm over all parameters is at most the recipe's. */
  private List<Operand<TFloating>> clipped(List<Operand<TFloating>> gradients) {
    if (Double.isInfinite(recipe.optimization().clipNorm()) || gradients.isEmpty()) {
      return gradients;
    }
    List<Operand<TFloating>> halves = new ArrayList<>(); // of the squared norm
    gradients.forEach(gradient -> halves.add(tf.nn.l2Loss(gradient)));
    Variables first = vectors.get(0).variables;
    Operand<TFloating> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halves), first.number(2)));
    Operand<TFloating> bound = first.number(recipe.optimization().clipNorm());
    Operand<TFloating> factor = tf.math.div(bound, tf.math.maximum(norm, bound));
    List<Operand<TFloating>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(tf.math.mul(gradient, factor)));
    return clipped;
  }

  /** {@code average ← average - (1 - decay)(average - value)}, once the value is updated. */
  private Op average(Variables variables, Op updated) {
    Ops after = tf.withControlDependencies(updated);
    Operand<TFloating> value = after.readVariableOp(variables.handle(VALUE), type);
    Operand<TFloating> gap = tf.math.sub(variables.value(AVERAGE), value);
    Operand<TFloating> share = tf.math.sub(variables.number(1), averaging);
    return after.assignSubVariableOp(variables.handle(AVERAGE), tf.math.mul(share, gap));
  }

  /** Feeds the numbers of one step; the tensors are the caller's to close. */
  List<Tensor> feed(Session.Runner runner, int step) {
    Adam adam = recipe.optimization().optimizer();
    List<Tensor> fed = new ArrayList<>();
    fed.add(
        feed(
            runner,
            rates.learningRate(),
            recipe.optimization().learningRate().at(step, recipe.steps())));
    fed.add(feed(runner, rates.beta1Power(), Math.pow(adam.beta1(), step + 1)));
    fed.add(feed(runner, rates.beta2Power(), Math.pow(adam.beta2(), step + 1)));
    if (averages()) {
      fed.add(feed(runner, averaging, averagingAt(step)));
    }
    return fed;
  }

  /** The decay of averages, smaller at first so that they forget where training began. */
  private double averagingAt(int step) {
    return Math.min(recipe.optimization().averaging(), (1.0 + step) / (10.0 + step));
  }

  private Tensor feed(Session.Runner runner, Operand<TFloating> placeholder, double value) {
    double[] number = {value};
    Tensor tensor = Tensors.of(Tensors.precision(type), Shape.scalar(), number);
    runner.feed(placeholder, tensor);
    return tensor;
  }
}
