package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/** What a training step does with the gradients: clip them, move the parameters, average those. */
final class ParameterUpdates<T extends TFloating> {
  /** The variables: the parameters of a vector, and what Adam remembers of their gradients. */
  static final String VALUE = "value";

  static final String MEAN = "mean";
  static final String SQUARE = "square";

  private static final String AVERAGE = "average";

  /** Parameters that are moved as one; threads can move several vectors side by side. */
  private record Vector<T extends TFloating>(Packing packing, Variables<T> variables) {}

  private final Ops tf;
  private final Training recipe;
  private final Class<T> type;
  private final List<Vector<T>> vectors = new ArrayList<>();
  private final Adam.Rates<T> rates;
  private final Operand<T> averaging;

  ParameterUpdates(Graph graph, Training recipe, List<Packing> packings, Class<T> type) {
    this.tf = Ops.create(graph);
    this.recipe = recipe;
    this.type = type;
    for (Packing packing : packings) {
      Variables<T> variables = new Variables<>(graph, type, packing.shape(), "_" + vectors.size());
      List.of(VALUE, MEAN, SQUARE).forEach(variables::add);
      if (recipe.averages()) {
        variables.add(AVERAGE);
      }
      vectors.add(new Vector<>(packing, variables));
    }
    this.rates = new Adam.Rates<>(fed("learning_rate"), fed("beta1_power"), fed("beta2_power"));
    this.averaging = fed("averaging");
  }

  private Operand<T> fed(String name) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  /** The parameters at the beginning of a step. */
  Map<String, Operand<T>> values() {
    return values(VALUE);
  }

  /** The parameters that are validated: their moving averages where there are some. */
  Map<String, Operand<T>> evaluated() {
    return values(evaluatedName());
  }

  private Map<String, Operand<T>> values(String role) {
    Map<String, Operand<T>> values = new LinkedHashMap<>();
    for (Vector<T> vector : vectors) {
      values.putAll(vector.packing.unpack(tf, vector.variables.value(role)));
    }
    return values;
  }

  private String evaluatedName() {
    return recipe.averages() ? AVERAGE : VALUE;
  }

  /** Sets the parameters and their averages; the optimizer forgets what it remembers. */
  void assign(Session session, Weights weights) {
    for (Vector<T> vector : vectors) {
      double[] zeros = new double[vector.packing.size()];
      Map<String, double[]> values = new LinkedHashMap<>(Map.of(MEAN, zeros, SQUARE, zeros));
      values.put(VALUE, vector.packing.pack(weights));
      values.put(evaluatedName(), vector.packing.pack(weights));
      vector.variables.assign(session, values);
    }
  }

  /** Copies out the parameters that are validated. */
  Weights fetch(Session session) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (Vector<T> vector : vectors) {
      double[] values = vector.variables.fetch(session, evaluatedName());
      byName.putAll(vector.packing.unpack(values).byName());
    }
    return new Weights(byName);
  }

  /** Builds the whole update, from the gradient of each vector. */
  Op build(List<Operand<T>> gradients) {
    List<Operand<T>> clipped = clipped(gradients);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      if (vectors.get(i).packing.size() > 0) {
        updates.add(update(vectors.get(i), clipped.get(i)));
      }
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private Op update(Vector<T> vector, Operand<T> gradient) {
    Op updated = recipe.optimizer().update(tf, vector.variables, vector.packing, gradient, rates);
    return recipe.averages() ? average(vector.variables, updated) : updated;
  }

  /** Scales the gradient so that its norm over all parameters is at most the recipe's. */
  private List<Operand<T>> clipped(List<Operand<T>> gradients) {
    if (Double.isInfinite(recipe.clipNorm()) || gradients.isEmpty()) {
      return gradients;
    }
    List<Operand<T>> halves = new ArrayList<>(); // of the squared norm
    gradients.forEach(gradient -> halves.add(tf.nn.l2Loss(gradient)));
    Variables<T> first = vectors.get(0).variables;
    Operand<T> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halves), first.number(2)));
    Operand<T> bound = first.number(recipe.clipNorm());
    Operand<T> factor = tf.math.div(bound, tf.math.maximum(norm, bound));
    List<Operand<T>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(tf.math.mul(gradient, factor)));
    return clipped;
  }

  /** {@code average ← average - (1 - decay)(average - value)}, once the value is updated. */
  private Op average(Variables<T> variables, Op updated) {
    Ops after = tf.withControlDependencies(updated);
    Operand<T> value = after.readVariableOp(variables.handle(VALUE), type);
    Operand<T> gap = tf.math.sub(variables.value(AVERAGE), value);
    Operand<T> share = tf.math.sub(variables.number(1), averaging);
    return after.assignSubVariableOp(variables.handle(AVERAGE), tf.math.mul(share, gap));
  }

  /** Feeds the numbers of one step; the tensors are the caller's to close. */
  List<Tensor> feed(Session.Runner runner, int step) {
    Adam adam = recipe.optimizer();
    List<Tensor> fed = new ArrayList<>();
    fed.add(feed(runner, rates.learningRate(), recipe.learningRate().at(step, recipe.steps())));
    fed.add(feed(runner, rates.beta1Power(), Math.pow(adam.beta1(), step + 1)));
    fed.add(feed(runner, rates.beta2Power(), Math.pow(adam.beta2(), step + 1)));
    if (recipe.averages()) {
      fed.add(feed(runner, averaging, recipe.averagingAt(step)));
    }
    return fed;
  }

  private Tensor feed(Session.Runner runner, Operand<T> placeholder, double value) {
    double[] number = {value};
    Tensor tensor = Precision.of(type).tensor(number, Shape.scalar());
    runner.feed(placeholder, tensor);
    return tensor;
  }
}
