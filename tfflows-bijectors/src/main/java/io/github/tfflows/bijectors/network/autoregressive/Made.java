package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.framework.activations.Activations;

/**
 * A masked autoencoder for distribution estimation (Germain et al., 2015, arXiv:1502.03509): an
 * {@link Mlp} whose weights are masked so that the parameters of feature {@code i} depend on the
 * features before {@code i}, and on the whole context, if any.
 *
 * <p>The degree of a hidden unit is the number of leading features that it may read. Degrees are
 * spread evenly over {@code 1, ..., d-1}, or over {@code 0, ..., d-1} with a context: through units
 * of degree 0 the first feature depends on it. A layer of at least {@code d} units has units of
 * every degree.
 */
public record Made(Mlp network) implements AutoregressiveConditioner {
  /** Returns a masked network with rectified linear units. */
  public static Made of(int... hidden) {
    return new Made(Mlp.of(hidden));
  }

  /** Returns this network with another activation after each hidden layer. */
  public Made withActivation(Activations other) {
    return new Made(network.withActivation(other));
  }

  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    return new MaskedNetwork(network).parameters(scope, x, parameters);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    return new MaskedNetwork(network).forward(scope, x, parameters, map);
  }
}
