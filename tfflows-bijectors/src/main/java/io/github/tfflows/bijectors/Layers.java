package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.framework.activations.Activation;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.types.family.TFloating;

/**
 * The layers that a network is wired from. A network is wired once; the kind of its layers makes of
 * it a plain one, a masked one, or one that is computed degree by degree.
 *
 * @param scope where the layers keep their weights
 * @param inputs the degrees of the network's inputs
 * @param lowest the lowest degree of a hidden unit
 * @param outputs the degrees of the network's outputs
 * @param kind what makes a function of the weights of a layer
 */
record Layers<T extends TFloating>(
    GraphScope<T> scope, Degrees inputs, int lowest, Degrees outputs, Kind<T> kind) {

  /** What a layer does with its weights. */
  interface Kind<T extends TFloating> {
    Function<Operand<T>, Operand<T>> layer(Dense<T> weights);
  }

  /** How a network composes its layers, from its inputs to its outputs. */
  interface Wiring {
    <T extends TFloating> Function<Operand<T>, Operand<T>> wire(Layers<T> layers);
  }

  /** Returns the layers of the part {@code name} of the network. */
  Layers<T> sub(String name) {
    return new Layers<>(scope.sub(name), inputs, lowest, outputs, kind);
  }

  /** Returns the degrees of a hidden layer. */
  Degrees hidden(int units) {
    return Degrees.spread(units, lowest, outputs.highest());
  }

  Function<Operand<T>, Operand<T>> dense(String name, Degrees from, Degrees to) {
    return kind.layer(Dense.random(scope.sub(name), from, to));
  }

  /** Returns the last layer; it starts at zero. */
  Function<Operand<T>, Operand<T>> output(Degrees from) {
    return kind.layer(Dense.zero(scope.sub("output"), from, outputs));
  }

  Function<Operand<T>, Operand<T>> activated(Activations activation) {
    Activation entrywise = activation.getInstance();
    return h -> entrywise.call(scope.tf(), h);
  }

  static void requireUnits(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("a hidden layer needs at least one unit, got " + units);
    }
  }

  /** A softmax mixes the units of a layer, also those that an output must not see. */
  static void requireEntrywise(Activations activation) {
    if (activation == Activations.SOFTMAX) {
      throw new IllegalArgumentException(
          "an activation must act entry by entry, got " + activation);
    }
  }
}
