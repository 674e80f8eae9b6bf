package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/**
 * The layers of a network that read the context alone, beside those that read each other.
 *
 * @param columns the degrees of the columns of the context
 * @param kind the function of a layer of given weights: from the present units of the network to
 *     the same units of the layer
 */
record ContextLayers(Degrees columns, Layers.Kind kind) {
  /** Returns layers that yield all units at once. */
  static ContextLayers atOnce(Degrees columns, Expr context, Layers.Kind kind) {
    return new ContextLayers(
        columns,
        weights -> {
          Expr units = kind.layer(weights).apply(context);
          return h -> units;
        });
  }

  /** Returns layers that yield the units of degree 0, 1, ... up to a highest one in turn. */
  static ContextLayers inTurn(Degrees columns, Expr context, int highest) {
    return new ContextLayers(
        columns,
        weights -> {
          Expr units = weights.apply(context).transpose(1, 0);
          Iterator<Expr> each = units.split(0, weights.to().counts(highest)).iterator();
          return h -> each.next();
        });
  }

  /** Builds {@code h·σ(z)} of each unit, with a layer {@code z} of the context. */
  UnaryOperator<Expr> gate(Dense weights) {
    UnaryOperator<Expr> layer = kind.layer(weights);
    return h -> h.times(layer.apply(h).sigmoid());
  }
}
