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
  /** The variables: all parameters, and what Adam remembers of their gradients. */
  static final String VALUE = "value";

  static final String MEAN = "mean";
  static final String SQUARE = "square";

  private static final String AVERAGE = "average";

  private final Ops tf;
  private final Training recipe;
  private final Packing packing;
  private final Variables<T> variables;
  private final Adam.Rates<T> rates;
  private final Operand<T> averaging;

  ParameterUpdates(Graph graph, Training recipe, Packing packing, Class<T> type) {
    this.tf = Ops.create(graph);
    this.recipe = recipe;
    this.packing = packing;
    this.variables = new Variables<>(graph, type, packing.shape());
    List.of(VALUE, MEAN, SQUARE).forEach(variables::add);
    if (recipe.averages()) {
      variables.add(AVERAGE);
    }
    this.rates = new Adam.Rates<>(fed("learning_rate"), fed("beta1_power"), fed("beta2_power"));
    this.averaging = fed("averaging");
  }

  private Operand<T> fed(String name) {
    return tf.withName(name).placeholder(variables.type(), Placeholder.shape(Shape.scalar()));
  }

  /** The parameters at the beginning of a step. */
  Map<String, Operand<T>> values() {
    return packing.unpack(tf, variables.value(VALUE));
  }

  /** The parameters that are validated: their moving averages where there are some. */
  Map<String, Operand<T>> evaluated() {
    return packing.unpack(tf, variables.value(evaluatedName()));
  }

  private String evaluatedName() {
    return recipe.averages() ? AVERAGE : VALUE;
  }

  /** Sets the parameters and their averages; the optimizer forgets what it remembers. */
  void assign(Session session, Weights weights) {
    double[] zeros = new double[packing.size()];
    Map<String, double[]> vectors = new LinkedHashMap<>(Map.of(MEAN, zeros, SQUARE, zeros));
    vectors.put(VALUE, packing.pack(weights));
    vectors.put(evaluatedName(), packing.pack(weights));
    variables.assign(session, vectors);
  }

  /** Copies out the parameters that are validated. */
  Weights fetch(Session session) {
    return packing.unpack(variables.fetch(session, evaluatedName()));
  }

  /** Builds the whole update. It begins when the gradient is complete. */
  Op build(Operand<T> gradient) {
    Op updated = recipe.optimizer().update(tf, variables, packing, clipped(gradient), rates);
    return recipe.averages() ? average(updated) : updated;
  }

  /** Scales the gradient so that its norm over all parameters is at most the recipe's. */
  private Operand<T> clipped(Operand<T> gradient) {
    if (Double.isInfinite(recipe.clipNorm())) {
      return gradient;
    }
    Operand<T> half = tf.nn.l2Loss(gradient); // of the squared norm
    Operand<T> norm = tf.math.sqrt(tf.math.mul(half, variables.number(2)));
    Operand<T> bound = variables.number(recipe.clipNorm());
    return tf.math.mul(gradient, tf.math.div(bound, tf.math.maximum(norm, bound)));
  }

  /** {@code average ← average - (1 - decay)(average - value)}, once the value is updated. */
  private Op average(Op updated) {
    Ops after = tf.withControlDependencies(updated);
    Operand<T> value = after.readVariableOp(variables.handle(VALUE), variables.type());
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
    Tensor tensor = Precision.of(variables.type()).tensor(number, Shape.scalar());
    runner.feed(placeholder, tensor);
    return tensor;
  }
}
