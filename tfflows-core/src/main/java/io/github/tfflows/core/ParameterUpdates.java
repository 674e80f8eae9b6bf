package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Ops tf;
  private final Training recipe;
  private final Variables<T> variables;
  private final Adam.Rates<T> rates;
  private final Operand<T> averaging;

  ParameterUpdates(Ops tf, Training recipe, Variables<T> variables) {
    this.tf = tf;
    this.recipe = recipe;
    this.variables = variables;
    this.rates = new Adam.Rates<>(fed("learning_rate"), fed("beta1_power"), fed("beta2_power"));
    this.averaging = fed("averaging");
  }

  private Operand<T> fed(String name) {
    return tf.withName(name).placeholder(variables.type(), Placeholder.shape(Shape.scalar()));
  }

  /** Declares a parameter and what is remembered of it; all start from the given values. */
  static <T extends TFloating> void declare(
      Variables<T> variables, Training recipe, String name, Shape shape) {
    variables.add(name, shape);
    variables.add(name + ".m", shape);
    variables.add(name + ".v", shape);
    if (recipe.averages()) {
      variables.add(evaluated(recipe, name), shape);
    }
  }

  /** The variable that is validated and returned: the moving average where there is one. */
  static String evaluated(Training recipe, String name) {
    return recipe.averages() ? name + ".average" : name;
  }

  /** Builds the whole update. It begins when every gradient is complete. */
  Op build(Map<String, Operand<T>> gradients) {
    Map<String, Op> updates = recipe.optimizer().updates(tf, variables, clipped(gradients), rates);
    List<Op> all = new ArrayList<>(updates.values());
    if (recipe.averages()) {
      updates.forEach((name, updated) -> all.add(average(name, updated)));
    }
    return tf.withControlDependencies(all).noOp();
  }

  /** Scales all gradients so that the norm over all of them is at most the recipe's. */
  private Map<String, Operand<T>> clipped(Map<String, Operand<T>> gradients) {
    if (gradients.isEmpty() || Double.isInfinite(recipe.clipNorm())) {
      return gradients;
    }
    List<Operand<T>> halves = new ArrayList<>(); // of each squared norm
    gradients.values().forEach(gradient -> halves.add(tf.nn.l2Loss(gradient)));
    Operand<T> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halves), variables.number(2)));
    Operand<T> bound = variables.number(recipe.clipNorm());
    Operand<T> factor = tf.math.div(bound, tf.math.maximum(norm, bound));
    Map<String, Operand<T>> scaled = new LinkedHashMap<>();
    gradients.forEach((name, gradient) -> scaled.put(name, tf.math.mul(gradient, factor)));
    return scaled;
  }

  /** {@code average ← average - (1 - decay)(average - value)}, once the value is updated. */
  private Op average(String name, Op updated) {
    String averaged = evaluated(recipe, name);
    Ops after = tf.withControlDependencies(updated);
    Operand<T> value = after.readVariableOp(variables.handle(name), variables.type());
    Operand<T> gap = tf.math.sub(variables.value(averaged), value);
    Operand<T> share = tf.math.sub(variables.number(1), averaging);
    return after.assignSubVariableOp(variables.handle(averaged), tf.math.mul(share, gap));
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
