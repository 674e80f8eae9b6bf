package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;

/**
 * A network whose parameters for feature {@code i} depend on the features before {@code i}, and on
 * the context, if any. Its last layer starts at zero.
 */
public interface AutoregressiveConditioner {
  /**
   * Builds the parameters of all features in one pass, when all features are known.
   *
   * @param scope the place in the graph to build in; see {@link GraphScope#contextAlong} for its
   *     context
   * @param x shaped {@code [n, ..., d]}
   * @param parameters the number {@code p} of parameters for each feature, at least one
   * @return shaped {@code [n, ..., d, p]}
   */
  Expr parameters(GraphScope scope, Expr x, int parameters);

  /**
   * Builds {@code y_i = f(x_i; θ_i(y_<i))} and the sum of the log-slopes, feature by feature. A
   * masked network computes each unit once, so all features together cost about one pass; with an
   * {@link Adjacency} there is a pass for each feature on the longest path.
   *
   * @param scope the place in the graph to build in; its context, if any, is shaped {@code [n, c]}
   * @param x shaped {@code [n, d]}
   * @param parameters the number {@code p} of parameters for each feature, at least one
   * @param map the map {@code f} of one feature
   * @return values {@code [n, d]} and log-determinants {@code [n]}
   */
  Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map);

  /**
   * Returns whether the network can read points of the domain. A circle needs periodic features; by
   * default, networks read numbers.
   */
  default boolean reads(Domain domain) {
    return domain.kind() != Domain.Kind.CIRCLE;
  }

  /**
   * Returns a network that clips features to {@code ±bound} before it reads them (see {@link
   * io.github.tfflows.bijectors.network.Conditioner#within}).
   */
  default AutoregressiveConditioner within(double bound) {
    return new Bounded(this, bound);
  }

  /** The map of one feature, given its parameters. */
  @FunctionalInterface
  interface EntryMap {
    /**
     * Builds the value and the log-slope of a feature.
     *
     * @param scope the place of the feature: the graph, the context, and the presence of the
     *     feature
     * @param entry shaped {@code [n, 1]}
     * @param theta shaped {@code [n, 1, p]}
     * @return both shaped {@code [n, 1]}
     */
    Mapped forward(GraphScope scope, Expr entry, Expr theta);

    /** Returns the form of a mapped entry that the network reads for later features. */
    default Expr read(Expr moved) {
      return moved;
    }
  }

  /** A network that reads clipped features; see {@link #within}. */
  record Bounded(AutoregressiveConditioner network, double bound)
      implements AutoregressiveConditioner {
    public Bounded {
      Require.positive("bound", bound);
    }

    @Override
    public Expr parameters(GraphScope scope, Expr x, int parameters) {
      return network.parameters(scope, x.clip(-bound, bound), parameters);
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
      return network.forward(scope, x, parameters, new BoundedMap(map, bound));
    }

    @Override
    public boolean reads(Domain domain) {
      return network.reads(domain);
    }
  }

  /** A map whose results the network clips. */
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
}
