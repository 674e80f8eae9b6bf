package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A network whose parameters for feature {@code i} depend on the features before {@code i}, and on
 * the context where there is one. Its last layer starts at zero.
 */
public interface AutoregressiveConditioner {
  /**
   * Builds the parameters of all features in one pass, when all features are known.
   *
   * @param scope the place in the graph to build in; its context, if any, is shaped {@code [n, c]}
   * @param x shaped {@code [n, d]}
   * @param parameters the number {@code p} of parameters for each feature
   * @param <T> the float type of the graph
   * @return shaped {@code [n, d, p]}
   */
  <T extends TFloating> Operand<T> parameters(GraphScope<T> scope, Operand<T> x, int parameters);

  /**
   * Starts to build the parameters feature by feature, while the features become known. Each unit
   * of the network is computed once, so that all steps together cost about one pass.
   *
   * @param scope the place in the graph to build in
   * @param like any operand shaped {@code [n, d]}; only its shape is used
   * @param parameters the number {@code p} of parameters for each feature
   * @param <T> the float type of the graph
   * @return the steps, good for one build
   */
  <T extends TFloating> Steps<T> steps(GraphScope<T> scope, Operand<T> like, int parameters);

  /**
   * The parameters of one feature after another.
   *
   * @param <T> the float type of the graph
   */
  interface Steps<T extends TFloating> {
    /**
     * Builds the parameters of feature {@code known.size()}; to be called for {@code 0, 1, ...} in
     * order.
     *
     * @param known the features before it, each shaped {@code [n, 1]}
     * @return shaped {@code [n, 1, p]}
     */
    Operand<T> next(List<Operand<T>> known);
  }
}
