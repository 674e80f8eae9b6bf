package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;

/**
 * A network that reads the known entries and the context, if any, and yields the parameters of a
 * {@link ScalarBijector} for the entries to change. Its last layer starts at zero, so that a flow
 * starts as the identity.
 */
public interface Conditioner {
  /**
   * Builds {@code θ(known, context)} for the vectors along the last axis.
   *
   * @param scope the place in the graph to build in; see {@link GraphScope#contextAlong} for its
   *     context
   * @param known shaped {@code [n, ..., k]}; {@code k} may be zero
   * @param features the number {@code d} of entries to change
   * @param parameters the number {@code p} of parameters for each of them, at least one
   * @return shaped {@code [n, ..., d, p]}
   */
  Expr parameters(GraphScope scope, Expr known, int features, int parameters);

  /**
   * Builds the parameters of a map from the present entries among the known ones.
   *
   * @param scope the place in the graph to build in, with the presence of the known entries
   */
  default Expr parametersOf(ScalarBijector map, GraphScope scope, Expr known, int features) {
    int count = map.parameters();
    if (count == 0) {
      return scope.empty();
    }
    return known.size(-1) == 0 && known.rank() == 2 && scope.context().isPresent()
        ? scope.ofContext("parameters", 0, (at, none) -> parameters(at, none, features, count))
        : parameters(scope, scope.presentOnly(known), features, count);
  }

  /**
   * Returns whether the network can read points of the domain. A circle needs periodic features; by
   * default, networks read numbers.
   */
  default boolean reads(Domain domain) {
    return domain.kind() != Domain.Kind.CIRCLE;
  }

  /**
   * Returns a network that clips the known entries to {@code ±bound} before it reads them.
   * Rectified units extrapolate linearly, so without a bound the parameters of outliers grow from
   * layer to layer. The context is not clipped.
   */
  default Conditioner within(double bound) {
    return new Bounded(this, bound);
  }

  /** A network that reads clipped entries; see {@link #within}. */
  record Bounded(Conditioner network, double bound) implements Conditioner {
    public Bounded {
      Require.positive("bound", bound);
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
}
