package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * A network whose parameters for feature {@code i} depend on the features before {@code i}, and on
 * the context where there is one. Its last layer starts at zero.
 */
public interface AutoregressiveConditioner {
  /** Returns a network of masked dense layers, in which an output sees the features before it. */
  static AutoregressiveConditioner of(Layers.Wiring wiring) {
    return new MaskedNetwork(wiring);
  }

  /**
   * Returns a network of masked dense layers, in which an output sees the parents of its feature. A
   * layer with at least as many units as there are different sets of parents has units for each.
   * Draws take one pass for each feature on the longest path of the graph.
   *
   * @param adjacency the graph, of as many features as there are
   */
  static AutoregressiveConditioner of(Layers.Wiring wiring, Adjacency adjacency) {
    return new AdjacentNetwork(wiring, adjacency);
  }

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
   * masked network computes each unit once, so that all features together cost about one pass;
   * under an {@link Adjacency} there is a pass for each feature on the longest path.
   *
   * @param scope the place in the graph to build in; its context, if any, is shaped {@code [n, c]}
   * @param x shaped {@code [n, d]}
   * @param parameters the number {@code p} of parameters for each feature, at least one
   * @param map the map {@code f} of one feature
   * @return values {@code [n, d]} and log-determinants {@code [n]}
   */
  Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map);

  /**
   * Returns whether the parameters are a function of points of the domain. On a circle that needs
   * periodic features of the entries: by default, networks read numbers.
   */
  default boolean reads(Domain domain) {
    return domain.kind() != Domain.Kind.CIRCLE;
  }

  /**
   * Returns a network that clips features to {@code ±bound} before it reads them (see {@link
   * io.github.tfflows.bijectors.network.Conditioner#within}).
   *
   * @throws IllegalArgumentException if the bound is not positive and finite
   */
  default AutoregressiveConditioner within(double bound) {
    return new BoundedAutoregressive(this, bound);
  }

  /** The map of one feature whose parameters are known. */
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

    /** Returns a moved entry as the network reads it for the features after it. */
    default Expr read(Expr moved) {
      return moved;
    }
  }
}
