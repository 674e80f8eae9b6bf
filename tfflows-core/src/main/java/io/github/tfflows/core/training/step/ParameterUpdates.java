package io.github.tfflows.core.training.step;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
final class ParameterUpdates {
  private static final String VALUE = "value";
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";
  private static final String AVERAGE = "average";

  /** The numbers that change from step to step; they are fed, so that no op has to count. */
  private record Rates(
      Operand<TFloating> learningRate,
      Operand<TFloating> beta1Power,
      Operand<TFloating> beta2Power) {}

  private final Ops tf;
  private final Recipe recipe;
  private final Class<TFloating> type;

  /** The trained vectors, followed by the states, if any. */
  private final List<Variables> vectors = new ArrayList<>();

  private final Rates rates;
  private final Operand<TFloating> averaging;

  ParameterUpdates(
      Graph graph, Recipe recipe, List<Packing> packings, Packing states, Class<TFloating> type) {
    this.tf = GraphScope.ops(graph);
    this.recipe = recipe;
    this.type = type;
    List<String> roles = new ArrayList<>(List.of(VALUE, MEAN, SQUARE));
    if (recipe.optimization().averaging() > 0) {
      roles.add(AVERAGE);
    }
    for (Packing packing : packings) {
      vectors.add(new Variables(graph, type, packing, "_" + vectors.size(), roles));
    }
    if (states.size() > 0) {
      vectors.add(new Variables(graph, type, states, "_states", List.of(VALUE)));
    }
    this.rates = new Rates(fed("learning_rate"), fed("beta1_power"), fed("beta2_power"));
    this.averaging = fed("averaging");
  }

  private Operand<TFloating> fed(String name) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  Map<String, Operand<TFloating>> values() {
    return values(vector -> VALUE);
  }

  /** Returns the parameters for validation: their moving averages, if any. */
  Map<String, Operand<TFloating>> evaluated() {
    return values(ParameterUpdates::evaluated);
  }

  private Map<String, Operand<TFloating>> values(Function<Variables, String> role) {
    Map<String, Operand<TFloating>> values = new LinkedHashMap<>();
    for (Variables vector : vectors) {
      values.putAll(vector.packing().unpack(tf, vector.value(role.apply(vector))));
    }
    return values;
  }

  private static String evaluated(Variables vector) {
    return vector.roles().contains(AVERAGE) ? AVERAGE : VALUE;
  }

  /** Sets the parameters, their averages and the states, and resets the moments. */
  void assign(Session session, Weights weights) {
    for (Variables vector : vectors) {
      Weights zeros = vector.packing().unpack(new double[vector.packing().size()]);
      vector.assign(session, role -> role.equals(MEAN) || role.equals(SQUARE) ? zeros : weights);
    }
  }

  Weights fetch(Session session) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (Variables vector : vectors) {
      byName.putAll(vector.fetch(session, evaluated(vector)).byName());
    }
    return new Weights(byName);
  }

  /** Saves the parameters, their moments and averages, each under its own name. */
  void save(Session session, Snapshot snapshot) {
    for (Variables vector : vectors) {
      vector.roles().forEach(role -> snapshot.put(role, vector.fetch(session, role)));
    }
  }

  void resume(Session session, Snapshot snapshot) {
    vectors.forEach(vector -> vector.assign(session, snapshot::weights));
  }

  /** Copies out the changes of a step: gradients, and the states after it. */
  Weights changes(List<double[]> changes) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      byName.putAll(vectors.get(i).packing().unpack(changes.get(i)).byName());
    }
    return new Weights(byName);
  }

  /** Feeds the changes of a step; the caller closes the tensors. */
  List<Tensor> feed(Session.Runner runner, List<Operand<TFloating>> changes, Weights values) {
    List<Tensor> fed = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      fed.add(vectors.get(i).feed(runner, changes.get(i), values));
    }
    return fed;
  }

  /** Builds the whole update, from the gradient of each vector and the next states, if any. */
  Op build(List<Operand<TFloating>> changes) {
    boolean hasStates =
        !vectors.isEmpty() && !vectors.get(vectors.size() - 1).roles().contains(MEAN);
    int moved = hasStates ? vectors.size() - 1 : vectors.size();
    List<Operand<TFloating>> clipped = clipped(changes.subList(0, moved));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < moved; i++) {
      if (vectors.get(i).packing().size() > 0) {
        updates.add(update(vectors.get(i), clipped.get(i)));
      }
    }
    if (hasStates) {
      updates.add(tf.assignVariableOp(vectors.get(moved).handle(VALUE), changes.get(moved)));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private Op update(Variables vector, Operand<TFloating> gradient) {
    Op updated = adam(vector, gradient);
    return vector.roles().contains(AVERAGE) ? average(vector, updated) : updated;
  }

  /** Builds a step of Adam, which begins when its gradient is complete. */
  private Op adam(Variables variables, Operand<TFloating> gradient) {
    Adam adam = recipe.optimization().optimizer();
    Ops before = tf.withControlDependencies(gradient);
    if (adam.weightDecay() > 0) {
      before = tf.withControlDependencies(decay(before, variables, adam.weightDecay()));
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

  private Op decay(Ops before, Variables variables, double weightDecay) {
    Operand<TFloating> share = before.math.mul(rates.learningRate, variables.number(weightDecay));
    Operand<TFloating> shares =
        before.math.mul(variables.vector(variables.packing().kernels()), share);
    Operand<TFloating> value = before.readVariableOp(variables.handle(VALUE), type);
    return before.assignSubVariableOp(variables.handle(VALUE), before.math.mul(value, shares));
  }

  /** Scales the gradient so that its norm over all parameters is at most the recipe's bound. */
  private List<Operand<TFloating>> clipped(List<Operand<TFloating>> gradients) {
    if (Double.isInfinite(recipe.optimization().clipNorm()) || gradients.isEmpty()) {
      return gradients;
    }
    List<Operand<TFloating>> halves = new ArrayList<>(); // of the squared norm
    gradients.forEach(gradient -> halves.add(tf.nn.l2Loss(gradient)));
    Variables first = vectors.get(0);
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

  /** Feeds the numbers of one step; the caller closes the tensors. */
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
    if (recipe.optimization().averaging() > 0) {
      fed.add(feed(runner, averaging, averagingAt(step)));
    }
    return fed;
  }

  /** Returns the decay of averages, smaller at first so that they forget the initial weights. */
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
