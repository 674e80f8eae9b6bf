package io.github.tfflows.core.training.step;

import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * The inputs of an optimization that change from step to step. They are fed, so that no op has to
 * count steps.
 *
 * @param averaging the decay of the averages of the weights, smaller at first so that they forget
 *     the initial weights
 */
record Rates(
    Operand<TFloating> learningRate,
    Operand<TFloating> beta1Power,
    Operand<TFloating> beta2Power,
    Operand<TFloating> averaging) {

  static Rates build(Ops tf, Class<TFloating> type) {
    return new Rates(
        fed(tf, type, "learning_rate"),
        fed(tf, type, "beta1_power"),
        fed(tf, type, "beta2_power"),
        fed(tf, type, "averaging"));
  }

  private static Operand<TFloating> fed(Ops tf, Class<TFloating> type, String name) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  /** Feeds the numbers of one step; the caller closes the tensors. */
  List<Tensor> feed(Session.Runner runner, Recipe recipe, int step) {
    Adam adam = recipe.optimization().adam();
    double rate = recipe.optimization().learningRate().at(step, recipe.steps());
    if (!(rate >= 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException(
          "the learning rate of step %s is %s, expected zero or more".formatted(step + 1, rate));
    }
    double mostAveraging = recipe.optimization().averaging();
    List<Tensor> fed = new ArrayList<>();
    fed.add(feed(runner, learningRate, rate));
    fed.add(feed(runner, beta1Power, Math.pow(adam.beta1(), step + 1)));
    fed.add(feed(runner, beta2Power, Math.pow(adam.beta2(), step + 1)));
    fed.add(feed(runner, averaging, Math.min(mostAveraging, (1.0 + step) / (10.0 + step))));
    return fed;
  }

  private static Tensor feed(Session.Runner runner, Operand<TFloating> placeholder, double value) {
    double[] number = {value};
    Tensor tensor = Tensors.of(Tensors.precision(placeholder.type()), Shape.scalar(), number);
    runner.feed(placeholder, tensor);
    return tensor;
  }
}
