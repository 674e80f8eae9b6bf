package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.framework.activations.Activations;

/**
 * A multi-layer perceptron on the known entries, with the context's columns appended: {@code h ←
 * a(h·W + b)} for each hidden layer and a last layer without the activation {@code a}, which starts
 * at zero. From {@code [n, k + c]} it yields parameters shaped {@code [n, d, p]}.
 *
 * @param hidden the number of units of each hidden layer, from 1 to 16,384; none for a linear map
 * @param activation the function after each hidden layer, entry by entry, hence no softmax
 */
public record Mlp(List<Integer> hidden, Activations activation) implements DenseNetwork {
  public Mlp {
    hidden = List.copyOf(hidden);
    hidden.forEach(Layers::requireUnits);
    Layers.requireEntrywise(activation);
  }

  /** Returns a perceptron with rectified linear units. */
  public static Mlp of(int... hidden) {
    return new Mlp(Arrays.stream(hidden).boxed().toList(), Activations.RELU);
  }

  /** Returns this network with another activation. */
  public Mlp withActivation(Activations other) {
    return new Mlp(hidden, other);
  }

  /** Returns this network with products in bfloat16. */
  public MixedPrecisionNet withMixedPrecision() {
    return new MixedPrecisionNet(this);
  }

  /** Returns this network with weight normalization. */
  public WeightNormalizedNet withWeightNorm() {
    return new WeightNormalizedNet(this);
  }

  /** Builds the hidden layers without an output layer; the last one is linear. */
  Expr stacked(GraphScope scope, Expr x) {
    Expr h = x;
    for (int i = 0; i < hidden.size(); i++) {
      Expr inputs = i == 0 ? h : activated(h);
      h = Dense.between(scope.sub("dense_" + i), inputs.size(-1), hidden.get(i)).apply(inputs);
    }
    return h;
  }

  Expr activated(Expr h) {
    return h.scope().expr(activation.getInstance().call(h.scope().tf(), h));
  }

  @Override
  public Function<Expr, Expr> wire(Layers layers) {
    Function<Expr, Expr> network = Function.identity();
    Degrees from = layers.inputs();
    for (int i = 0; i < hidden.size(); i++) {
      Degrees to = layers.hidden(hidden.get(i));
      network = network.andThen(layers.dense("dense_" + i, from, to));
      network = network.andThen(layers.activated(activation));
      from = to;
    }
    return network.andThen(layers.output(from));
  }
}
