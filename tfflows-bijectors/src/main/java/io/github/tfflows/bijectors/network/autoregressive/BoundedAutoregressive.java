package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.BoundedConditioner;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/** See {@link AutoregressiveConditioner#within}. */
record BoundedAutoregressive(AutoregressiveConditioner network, double bound)
    implements AutoregressiveConditioner {
  BoundedAutoregressive {
    BoundedConditioner.requireBound(bound);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    return network.parameters(scope, x.clip(-bound, bound), parameters);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    return network.forward(scope, x, parameters, new BoundedMap(map, bound));
  }

  /** A map of which the network reads bounded values. */
  record BoundedMap(EntryMap map, double bound) implements EntryMap {
    @Override
    public Mapped forward(GraphScope scope, Expr entry, Expr theta) {
      return map.forward(scope, entry, theta);
    }

    @Override
    public Expr read(Expr moved) {
      return map.read(moved).clip(-bound, bound);
    }
  }

  @Override
  public boolean reads(Domain domain) {
    return network.reads(domain);
  }
}
