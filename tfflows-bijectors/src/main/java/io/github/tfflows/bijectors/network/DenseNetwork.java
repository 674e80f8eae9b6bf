package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/**
 * A network of dense layers where every output depends on every input. Its wiring can be masked,
 * too ({@code MaskedNetwork}).
 */
@FunctionalInterface
public interface DenseNetwork extends Conditioner, Layers.Wiring {
  @Override
  default Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    return new FreeNetwork(this, Dense::apply).parameters(scope, known, features, parameters);
  }
}
