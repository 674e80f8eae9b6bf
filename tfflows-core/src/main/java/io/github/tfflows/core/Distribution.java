package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * A density on events of a fixed shape; like a {@link Bijector}, a pure description.
 *
 * <p>Densities are with respect to the volume of the event's entries, in nats. An implementation is
 * an immutable value, usually a record; its trainable numbers, if any, are parameters of the {@link
 * GraphScope}, declared by the same names in both methods.
 */
public interface Distribution {
  /** Returns the shape of one event, without the batch: {@code [d]} for vectors. */
  Shape eventShape();

  /**
   * Returns whether all entries of an event together are real numbers with a density; true by
   * default. Otherwise, as for categories and for shares that sum to one, training reports no loss
   * of a Gaussian.
   */
  default boolean isContinuous() {
    return true;
  }

  /** Returns whether entries may be any real numbers, as far as known; false by default. */
  default boolean coversReals() {
    return false;
  }

  /**
   * Builds {@code log p(x)} in nats. Absent entries do not contribute (see {@link
   * GraphScope#sumPresent}).
   *
   * @param x points shaped {@code [n, event...]}
   * @return the log-densities, shaped {@code [n]}
   * @throws IllegalArgumentException if entries may be absent and depend on each other
   */
  Expr logProb(GraphScope scope, Expr x);

  /**
   * Builds independent draws, a pure function of the noise and the parameters.
   *
   * @param noise the source of randomness, which also sets the number of draws
   * @return the draws, shaped {@code [n, event...]}, and their log-densities, shaped {@code [n]}
   */
  Sample sample(GraphScope scope, Noise noise);

  /**
   * Returns the marginal distribution functions of the entries of an event; empty if they have no
   * known form, which is the default.
   */
  default Optional<Marginals> marginals() {
    return Optional.empty();
  }

  /**
   * Returns the distribution functions of the only entry of an event that its context leaves open;
   * empty by default. A distribution with {@link #marginals} has none.
   */
  default Optional<Conditional> conditional() {
    return Optional.empty();
  }

  /**
   * The distribution of the only entry of an event that its context leaves open.
   *
   * @param open selects the entry of events {@code [n, event...]}, as {@code [n, 1]}
   * @param marginals the distribution functions of the entry, as an event of shape {@code [1]}
   */
  record Conditional(BiFunction<GraphScope, Expr, Expr> open, Marginals marginals) {
    /** Returns a function of the open entry, with its value in all entries of events. */
    public Marginals.Function inAll(Marginals.Function ofEntry) {
      return (scope, x) -> x.zeros().plus(ofEntry.at(scope, open.apply(scope, x)));
    }
  }

  /**
   * Returns the categories of events, if an event is a category, or the part of it that its context
   * leaves open; empty by default.
   */
  default Optional<Categories> categories() {
    return Optional.empty();
  }

  /**
   * The log-probabilities of finitely many events.
   *
   * @param count their number
   * @param logProbs builds their log-probabilities {@code [n, count]}, in the order of the
   *     categories, for {@code n} rows of a context
   */
  record Categories(int count, Function<GraphScope, Expr> logProbs) {}

  /** Returns the full conditionals of the parts of an event; empty by default. */
  default Optional<FullConditionals> fullConditionals() {
    return Optional.empty();
  }

  /**
   * The log-probabilities {@code log p(xⱼ | x₋ⱼ)} of the parts of an event, each given the others.
   *
   * @param count the number of parts
   * @param logProbs builds their log-probabilities {@code [n, count]} from points {@code [n,
   *     event...]}
   */
  record FullConditionals(int count, BiFunction<GraphScope, Expr, Expr> logProbs) {}

  /** Returns entropy, mean, variance and mode, if they have formulas; empty by default. */
  default Optional<Summary> summary() {
    return Optional.empty();
  }
}
