package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A network made autoregressive: units are given degrees, and see units of no higher degree. The
 * context comes before the features, so that the units of every layer are in ascending order and
 * those that another one sees come first.
 */
record MaskedNetwork(Layers.Wiring wiring) implements AutoregressiveConditioner {
  @Override
  public <T extends TFloating> Operand<T> parameters(
      GraphScope<T> scope, Operand<T> x, int parameters) {
    int d = LastAxis.size(x);
    Layers<T> layers = layers(scope, d, parameters, weights -> weights::applyMasked);
    Operand<T> inputs = scope.context().map(c -> Vectors.join(scope.tf(), List.of(c, x))).orElse(x);
    Operand<T> theta = wiring.wire(layers).apply(inputs);
    return scope.tf().reshape(theta, scope.tf().array(-1, d, parameters));
  }

  @Override
  public <T extends TFloating> Steps<T> steps(
      GraphScope<T> scope, Operand<T> like, int parameters) {
    int d = LastAxis.size(like);
    Layers<T> layers = layers(scope, d, parameters, weights -> new GrowingDense<>(weights, d - 1));
    Operand<T> first = scope.context().orElseGet(() -> LastAxis.slice(scope, like, 0, 0));
    return new Growth<>(scope, first, wiring.wire(layers));
  }

  private static <T extends TFloating> Layers<T> layers(
      GraphScope<T> scope, int d, int parameters, Layers.Kind<T> kind) {
    int context = scope.context().map(LastAxis::size).orElse(0);
    // Units of degree 0 carry the context to the first feature. Without a context they would be
    // constant; only a single feature, which sees nothing, has no others.
    int lowest = context > 0 ? 0 : Math.min(1, d - 1);
    Degrees outputs = Degrees.spread(d * parameters, 0, d - 1);
    return new Layers<>(scope, Degrees.inputs(context, d), lowest, outputs, kind);
  }

  /** Feeds a network the context, then one feature after another; its units are rows. */
  private static final class Growth<T extends TFloating> implements Steps<T> {
    private final GraphScope<T> scope;
    private final Operand<T> first;
    private final Function<Operand<T>, Operand<T>> network;
    private int step;

    Growth(GraphScope<T> scope, Operand<T> first, Function<Operand<T>, Operand<T>> network) {
      this.scope = scope;
      this.first = first;
      this.network = network;
    }

    @Override
    public Operand<T> next(List<Operand<T>> known) {
      if (known.size() != step) {
        throw new IllegalStateException(
            "step " + step + " needs the " + step + " features before it, got " + known.size());
      }
      Ops tf = scope.tf();
      Operand<T> fed =
          step == 0
              ? tf.linalg.transpose(first, tf.array(1, 0))
              : tf.reshape(known.get(step - 1), tf.array(1, -1));
      step++;
      Operand<T> theta = tf.linalg.transpose(network.apply(fed), tf.array(1, 0));
      return tf.expandDims(theta, tf.constant(1));
    }
  }
}
