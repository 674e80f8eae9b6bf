package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.function.Function;
import org.tensorflow.framework.activations.Activations;

/**
 * A network of pre-activation residual blocks (He et al., 2016, arXiv:1603.05027): {@code h = x·W +
 * b}, then {@code h ← h + a(a(h)·W₁ + b₁)·W₂ + b₂} for each block and a last linear layer, which
 * starts at zero. It is the conditioner of neural spline flows (Durkan et al., 2019,
 * arXiv:1906.04032, section 5), without their batch normalization.
 *
 * <p>Against overfitting, blocks may drop units and normalize layers:
 *
 * <pre>{@code
 * h ← h + drop(a(norm(a(norm(h))·W₁ + b₁)))·W₂ + b₂
 * }</pre>
 *
 * <p>Dropout (Srivastava et al., 2014) sets a share of the units to zero in training steps only.
 * Layer normalization (Ba, Kiros and Hinton, 2016, arXiv:1607.06450) treats rows independently,
 * unlike batch normalization. It mixes all units of a layer, so autoregressive networks refuse it.
 *
 * <p>Blocks may be gated by the context {@code c}: {@code h ← h + Δ(h)·σ(c·W + b)}, with a kernel
 * and a bias for each block. The gate is the gate of a gated linear unit (Dauphin et al., 2017,
 * arXiv:1612.08083, eq. 1). The conditional networks of nflows read the context in this way and in
 * the first layer. Without a context there are no gates.
 *
 * @param hidden the number of units of every hidden layer, from 1 to 16,384
 * @param blocks the number of blocks, at least one, of two hidden layers each
 * @param activation the function before each layer of a block, entry by entry, hence no softmax
 * @param dropout the share of the units that a training step drops, in [0, 1)
 * @param normalization the normalization before the activations
 */
public record ResidualNet(
    int hidden,
    int blocks,
    Activations activation,
    double dropout,
    Normalization normalization,
    Gates gates)
    implements DenseNetwork {
  /** The normalization of the units of a layer. */
  public enum Normalization {
    /** None. */
    NONE,

    /** Layer normalization, with a trainable scale and shift for each unit. */
    LAYER
  }

  /** The gates of blocks. */
  public enum Gates {
    /** None. */
    NONE,

    /** Gates from a dense layer of the context. */
    CONTEXT
  }

  public ResidualNet {
    Layers.requireUnits(hidden);
    Require.atLeast("blocks", blocks, 1);
    Layers.requireEntrywise(activation);
    Require.share("dropout", dropout);
  }

  /** Creates a network without dropout, normalization and gates. */
  public ResidualNet(int hidden, int blocks, Activations activation) {
    this(hidden, blocks, activation, 0, Normalization.NONE, Gates.NONE);
  }

  /** Returns a residual network with rectified linear units. */
  public static ResidualNet of(int hidden, int blocks) {
    return new ResidualNet(hidden, blocks, Activations.RELU);
  }

  /** Returns this network with another activation. */
  public ResidualNet withActivation(Activations other) {
    return new ResidualNet(hidden, blocks, other, dropout, normalization, gates);
  }

  /**
   * Returns this network with dropout.
   *
   * @param rate the share of the units that a training step drops, in [0, 1)
   */
  public ResidualNet withDropout(double rate) {
    return new ResidualNet(hidden, blocks, activation, rate, normalization, gates);
  }

  /** Returns this network with layer normalization before its activations. */
  public ResidualNet withLayerNorm() {
    return new ResidualNet(hidden, blocks, activation, dropout, Normalization.LAYER, gates);
  }

  /** Returns this network with blocks that are gated by the context. */
  public ResidualNet withContextGates() {
    return new ResidualNet(hidden, blocks, activation, dropout, normalization, Gates.CONTEXT);
  }

  /** Returns this network with products in bfloat16. */
  public MixedPrecisionNet withMixedPrecision() {
    return new MixedPrecisionNet(this);
  }

  /** Returns this network with weight normalization. */
  public WeightNormalizedNet withWeightNorm() {
    return new WeightNormalizedNet(this);
  }

  /** Composes the network from blocks {@code h ← h + change(h)}. */
  @Override
  public Function<Expr, Expr> wire(Layers layers) {
    Degrees units = layers.hidden(hidden);
    Function<Expr, Expr> network = layers.dense("input", layers.inputs(), units);
    for (int i = 0; i < blocks; i++) {
      Function<Expr, Expr> change = change(layers.sub("block_" + i), units);
      network = network.andThen(h -> h.plus(change.apply(h)));
    }
    return network.andThen(layers.output(units));
  }

  private Function<Expr, Expr> change(Layers layers, Degrees units) {
    Function<Expr, Expr> change =
        normalized(layers, "norm_0", units)
            .andThen(layers.activated(activation))
            .andThen(layers.dense("dense_0", units, units))
            .andThen(normalized(layers, "norm_1", units))
            .andThen(layers.activated(activation))
            .andThen(layers.dropped("dropout", dropout))
            .andThen(layers.dense("dense_1", units, units));
    return switch (gates) {
      case NONE -> change;
      case CONTEXT -> change.andThen(layers.gated("gate", units));
    };
  }

  private Function<Expr, Expr> normalized(Layers layers, String name, Degrees units) {
    return switch (normalization) {
      case NONE -> Function.identity();
      case LAYER -> layers.normalized(name, units);
    };
  }
}
