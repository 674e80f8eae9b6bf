package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.List;

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
   * Starts to build the parameters feature by feature, while the features become known. Each unit
   * of the network is computed once, so that all steps together cost about one pass.
   *
   * @param scope the place in the graph to build in; its context, if any, is shaped {@code [n, c]}
   * @param like any array shaped {@code [n, d]}; only its shape is used
   * @param parameters the number {@code p} of parameters for each feature, at least one
   * @return the steps, good for one build
   */
  Steps steps(GraphScope scope, Expr like, int parameters);

  /**
   * Returns whether the parameters are a function of points of the domain. On a circle that needs
   * periodic features of the entries: by default, networks read numbers.
   */
  default boolean reads(Domain domain) {
    return domain != Domain.CIRCLE;
  }

  /** The parameters of one feature after another. */
  interface Steps {
    /**
     * Builds the parameters of feature {@code known.size()}; to be called for {@code 0, 1, ...} in
     * order.
     *
     * @param known the features before it, each shaped {@code [n, 1]}
     * @return shaped {@code [n, 1, p]}
     */
    Expr next(List<Expr> known);
  }
}
