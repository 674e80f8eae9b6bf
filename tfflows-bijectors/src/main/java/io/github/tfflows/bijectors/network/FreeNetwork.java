package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A network of dense layers where every output depends on every input.
 *
 * @param layer builds a layer from its weights and inputs
 */
record FreeNetwork(Layers.Wiring wiring, BiFunction<Dense, Expr, Expr> layer) {
  Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Optional<Expr> context = scope.contextAlong(known);
    Expr x = scope.contextAfter(known);
    Layers layers =
        new Layers(
            scope,
            new Layers.Units(
                context.map(each -> equal(each.size(-1))),
                equal(x.size(-1)),
                FreeNetwork::equal,
                equal(features * parameters)),
            new Layers.AtOnce(layer, context));
    return wiring.wire(layers).apply(x).splitLast(features, parameters);
  }

  private static Degrees equal(int units) {
    return Degrees.spread(units, 0, 0);
  }
}
