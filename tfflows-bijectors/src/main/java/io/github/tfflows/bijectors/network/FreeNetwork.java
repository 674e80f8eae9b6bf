package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Optional;

/** A network of plain dense layers, in which every output sees every input. */
record FreeNetwork(Layers.Wiring wiring) implements Conditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Optional<Expr> context = scope.contextAlong(known);
    Expr x = scope.contextAfter(known);
    Layers layers =
        new Layers(
            scope,
            equal(x.size(-1)),
            FreeNetwork::equal,
            equal(features * parameters),
            weights -> weights::apply,
            context.map(
                each ->
                    ContextLayers.atOnce(equal(each.size(-1)), each, weights -> weights::apply)));
    Expr theta = wiring.wire(layers).apply(x);
    return theta.splitLast(features, parameters);
  }

  private static Degrees equal(int units) {
    return Degrees.spread(units, 0, 0);
  }
}
