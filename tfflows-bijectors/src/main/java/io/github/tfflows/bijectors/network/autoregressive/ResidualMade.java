package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.framework.activations.Activations;

/**
 * A {@link Made} in the form of a {@link ResidualNet}, the conditioner of autoregressive neural
 * spline flows (Durkan et al., 2019, arXiv:1906.04032, section 5). All hidden layers have the same
 * width and the same degrees, so that a block may add to what it was given.
 *
 * @param hidden the number of units of every hidden layer
 * @param blocks the number of blocks, of two hidden layers each
 * @param activation the function before each layer of a block, entry by entry
 */
public record ResidualMade(int hidden, int blocks, Activations activation)
    implements AutoregressiveConditioner {
  /**
   * Checks the layers.
   *
   * @throws IllegalArgumentException if there is no unit or no block, or if the activation is a
   *     softmax, which does not act entry by entry
   */
  public ResidualMade {
    ResidualNet unused = new ResidualNet(hidden, blocks, activation);
  }

  /**
   * Returns a masked residual network with rectified linear units.
   *
   * @return the network
   */
  public static ResidualMade of(int hidden, int blocks) {
    return new ResidualMade(hidden, blocks, Activations.RELU);
  }

  /**
   * Returns this network with another activation.
   *
   * @param other what precedes the layers of a block
   * @return the network
   */
  public ResidualMade withActivation(Activations other) {
    return new ResidualMade(hidden, blocks, other);
  }

  /**
   * Returns this network with units dropped in training.
   *
   * @param rate the share of the units that a training step drops, in [0, 1)
   * @return the network
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public AutoregressiveConditioner withDropout(double rate) {
    return new MaskedNetwork(new ResidualNet(hidden, blocks, activation).withDropout(rate));
  }

  /**
   * Returns this network with the parameters of each feature depending on its parents in a graph,
   * and on its columns of the context where there is one.
   *
   * @param adjacency the graph, of as many features as there are
   * @return the network
   */
  public AutoregressiveConditioner withAdjacency(Adjacency adjacency) {
    return new AdjacentNetwork(new ResidualNet(hidden, blocks, activation), adjacency);
  }

  /** Returns this network with blocks that are gated by the context. */
  public AutoregressiveConditioner withContextGates() {
    return new MaskedNetwork(new ResidualNet(hidden, blocks, activation).withContextGates());
  }

  /** Returns this network with weight normalization. */
  public AutoregressiveConditioner withWeightNorm() {
    return new MaskedNetwork(new ResidualNet(hidden, blocks, activation).withWeightNorm());
  }

  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    return masked().parameters(scope, x, parameters);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    return masked().forward(scope, x, parameters, map);
  }

  private MaskedNetwork masked() {
    return new MaskedNetwork(new ResidualNet(hidden, blocks, activation));
  }
}
