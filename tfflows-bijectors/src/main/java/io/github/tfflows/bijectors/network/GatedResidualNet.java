package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.function.Function;

/**
 * A residual network whose blocks are gated by the context {@code c}: {@code h ← h + Δ(h)·σ(c·W +
 * b)}, with a kernel and a bias for each block. The gate is that of a gated linear unit (Dauphin et
 * al., 2017, arXiv:1612.08083, eq. 1); it is how the context enters the blocks of the conditional
 * networks of nflows (Durkan et al., 2019, arXiv:1906.04032), besides the first layer.
 *
 * <p>Without a context there are no gates, and the network is the one inside.
 *
 * @param network the network
 */
public record GatedResidualNet(RegularizedResidualNet network)
    implements Conditioner, Layers.Wiring {
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
    return network
        .network()
        .wire(
            layers,
            (block, units) -> network.change(block, units).andThen(block.gated("gate", units)));
  }
}
