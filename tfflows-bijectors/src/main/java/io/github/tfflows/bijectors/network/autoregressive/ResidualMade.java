package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.framework.activations.Activations;

/**
 * A {@link Made} in the form of a {@link ResidualNet}, the conditioner of autoregressive neural
 * spline flows (Durkan et al., 2019, arXiv:1906.04032, section 5). All hidden layers have the same
 * width and the same degrees, so that a block can add its output to its input.
 */
public record ResidualMade(ResidualNet network) implements AutoregressiveConditioner {
  /** Returns a masked residual network with rectified linear units. */
  public static ResidualMade of(int hidden, int blocks) {
    return new ResidualMade(ResidualNet.of(hidden, blocks));
  }

  /** Returns this network with another activation before the layers of a block. */
  public ResidualMade withActivation(Activations other) {
    return new ResidualMade(network.withActivation(other));
  }

  /**
   * Returns this network with dropout.
   *
   * @param rate the share of the units that a training step drops, in [0, 1)
   */
  public ResidualMade withDropout(double rate) {
    return new ResidualMade(network.withDropout(rate));
  }

  /** Returns this network with blocks that are gated by the context. */
  public ResidualMade withContextGates() {
    return new ResidualMade(network.withContextGates());
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
