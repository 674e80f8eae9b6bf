package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** See {@link Conditioner#within}. */
public record BoundedConditioner(Conditioner network, double bound) implements Conditioner {
  public BoundedConditioner {
    requireBound(bound);
  }

  public static void requireBound(double bound) {
    if (!(bound > 0 && Double.isFinite(bound))) {
      throw new IllegalArgumentException("bound must be positive and finite, got " + bound);
    }
  }

  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    return network.parameters(scope, known.clip(-bound, bound), features, parameters);
  }

  @Override
  public boolean reads(Domain domain) {
    return network.reads(domain);
  }
}
