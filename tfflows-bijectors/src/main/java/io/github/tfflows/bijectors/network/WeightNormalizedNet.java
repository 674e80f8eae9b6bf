package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import java.util.function.Function;

/**
 * A network whose dense layers learn the lengths and the directions of their weights separately,
 * {@code w = g·v/‖v‖} for each unit (Salimans and Kingma, 2016, arXiv:1602.07868). In a masked
 * network, {@code v} are the weights of the inputs that the unit may read. The last layer is not
 * normalized, because it starts at zero, which has no direction.
 *
 * <p>Gains start as constants. The paper sets them from a first batch of data (section 3), so that
 * they replace other normalizations.
 */
public record WeightNormalizedNet(Layers.Wiring network) implements DenseNetwork {
  @Override
  public Function<Expr, Expr> wire(Layers layers) {
    return network.wire(layers.weightNormalized());
  }
}
