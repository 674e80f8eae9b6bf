package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.framework.activations.Activations;

/**
 * A network of pre-activation residual blocks (He et al., 2016, arXiv:1603.05027): {@code h = x·W +
 * b}, then {@code h ← h + a(a(h)·W₁ + b₁)·W₂ + b₂} for each block and a last linear layer, which
 * starts at zero. It is the conditioner of neural spline flows (Durkan et al., 2019,
 * arXiv:1906.04032, section 5), without their batch normalization.
 *
 * @param hidden the number of units of every hidden layer
 * @param blocks the number of blocks, of two hidden layers each
 * @param activation the function before each layer of a block, entry by entry
 */
public record ResidualNet(int hidden, int blocks, Activations activation)
    implements Conditioner, Layers.Wiring {
  /**
   * Checks the layers.
   *
   * @throws IllegalArgumentException if there is no unit or no block, or if the activation is a
   *     softmax, which does not act entry by entry
   */
  public ResidualNet {
    Layers.requireUnits(hidden);
    if (blocks < 1) {
      throw new IllegalArgumentException("a residual network needs a block, got " + blocks);
    }
    Layers.requireEntrywise(activation);
  }

  /**
   * Returns a residual network with rectified linear units.
   *
   * @param hidden the number of units of every hidden layer
   * @param blocks the number of blocks, of two hidden layers each
   * @return the network
   * @throws IllegalArgumentException if there is no unit or no block
   */
  public static ResidualNet of(int hidden, int blocks) {
    return new ResidualNet(hidden, blocks, Activations.RELU);
  }

  /**
   * Returns this network with another activation.
   *
   * @param other what precedes the layers of a block
   * @return the network
   * @throws IllegalArgumentException if it is a softmax
   */
  public ResidualNet withActivation(Activations other) {
    return new ResidualNet(hidden, blocks, other);
  }

  /**
   * Returns this network with units dropped in training.
   *
   * @param rate the share of the units that a training step drops, in [0, 1)
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public RegularizedResidualNet withDropout(double rate) {
    return new RegularizedResidualNet(this, rate, RegularizedResidualNet.Normalization.NONE);
  }

  /** Returns this network with layer normalization before its activations. */
  public RegularizedResidualNet withLayerNorm() {
    return new RegularizedResidualNet(this, 0, RegularizedResidualNet.Normalization.LAYER);
  }

  /** Returns this network with blocks that are gated by the context. */
  public GatedResidualNet withContextGates() {
    return withDropout(0).withContextGates();
  }

  /** Returns this network with products in bfloat16. */
  public MixedPrecisionNet withMixedPrecision() {
    return new MixedPrecisionNet(this);
  }

  /** Returns this network with weight normalization. */
  public WeightNormalizedNet withWeightNorm() {
    return new WeightNormalizedNet(this);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    return new FreeNetwork(this).parameters(scope, known, features, parameters);
  }

  @Override
  public Function<Expr, Expr> wire(Layers layers) {
    return wire(layers, this::change);
  }

  /** Composes the network from blocks {@code h ← h + change(h)} of given changes. */
  Function<Expr, Expr> wire(
      Layers layers, BiFunction<Layers, Degrees, Function<Expr, Expr>> changes) {
    Degrees units = layers.hidden(hidden);
    Function<Expr, Expr> network = layers.dense("input", layers.inputs(), units);
    for (int i = 0; i < blocks; i++) {
      Function<Expr, Expr> change = changes.apply(layers.sub("block_" + i), units);
      network = network.andThen(h -> h.plus(change.apply(h)));
    }
    return network.andThen(layers.output(units));
  }

  private Function<Expr, Expr> change(Layers layers, Degrees units) {
    return layers
        .activated(activation)
        .andThen(layers.dense("dense_0", units, units))
        .andThen(layers.activated(activation))
        .andThen(layers.dense("dense_1", units, units));
  }
}
