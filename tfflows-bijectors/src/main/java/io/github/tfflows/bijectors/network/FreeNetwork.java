package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;

/** A network of plain dense layers, in which every output sees every input. */
record FreeNetwork(Layers.Wiring wiring) implements Conditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Expr x = scope.contextAfter(known);
    Degrees inputs = Degrees.spread(x.size(-1), 0, 0);
    Degrees outputs = Degrees.spread(features * parameters, 0, 0);
    Layers layers =
        new Layers(
            scope,
            inputs,
            units -> Degrees.spread(units, 0, 0),
            outputs,
            weights -> weights::apply);
    Expr theta = wiring.wire(layers).apply(x);
    return theta.splitLast(features, parameters);
  }
}
