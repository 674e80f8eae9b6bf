package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dropout;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.function.Function;

/**
 * A {@link ResidualNet} against overfitting: with dropout, and layers normalized, in its blocks.
 *
 * <pre>{@code
 * h ← h + drop(a(norm(a(norm(h))·W₁ + b₁)))·W₂ + b₂
 * }</pre>
 *
 * <p>Dropout (Srivastava et al., 2014) sets a share of the units to zero in training steps only, as
 * in the conditioners of neural spline flows (Durkan et al., 2019, arXiv:1906.04032). Layer
 * normalization (Ba, Kiros and Hinton, 2016, arXiv:1607.06450) replaces their batch normalization;
 * unlike it, it treats rows independently. It mixes all units of a layer, so that autoregressive
 * networks refuse it.
 *
 * @param network the network
 * @param dropout the share of the units that a training step drops, in [0, 1)
 * @param normalization what precedes the activations
 */
public record RegularizedResidualNet(
    ResidualNet network, double dropout, Normalization normalization)
    implements Conditioner, Layers.Wiring {
  /** How the units of a layer are normalized. */
  public enum Normalization {
    /** Not at all. */
    NONE,

    /** By the mean and the deviation of the units, with a trainable scale and shift for each. */
    LAYER
  }

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public RegularizedResidualNet {
    Dropout.requireRate(dropout);
  }

  /**
   * Returns this network with another share of dropped units.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public RegularizedResidualNet withDropout(double rate) {
    return new RegularizedResidualNet(network, rate, normalization);
  }

  /** Returns this network with layer normalization. */
  public RegularizedResidualNet withLayerNorm() {
    return new RegularizedResidualNet(network, dropout, Normalization.LAYER);
  }

  /** Returns this network with blocks that are gated by the context. */
  public GatedResidualNet withContextGates() {
    return new GatedResidualNet(this);
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
    return network.wire(layers, this::change);
  }

  Function<Expr, Expr> change(Layers layers, Degrees units) {
    return normalized(layers, "norm_0", units)
        .andThen(layers.activated(network.activation()))
        .andThen(layers.dense("dense_0", units, units))
        .andThen(normalized(layers, "norm_1", units))
        .andThen(layers.activated(network.activation()))
        .andThen(layers.dropped("dropout", dropout))
        .andThen(layers.dense("dense_1", units, units));
  }

  private Function<Expr, Expr> normalized(Layers layers, String name, Degrees units) {
    return switch (normalization) {
      case NONE -> Function.identity();
      case LAYER -> layers.normalized(name, units);
    };
  }
}
