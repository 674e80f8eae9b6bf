package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.function.BiFunction;

/**
 * A {@link DualMap} defined by a lambda, without a slope or an inverse, as in distrax's map of the
 * same name:
 *
 * <pre>{@code
 * new Lambda("bend", 1, 8, (x, theta) -> x.plus(x.tanh().times(theta.entry(0).squash(0.9))))
 * }</pre>
 *
 * <p>The function must satisfy the contract of {@link DualMap}. A model with this map can be
 * trained, exported, loaded and served, but its {@linkplain
 * io.github.tfflows.core.model.ModelDescription#definition definition} cannot be read back, because
 * it contains a lambda. If you need that (for {@code refit}), write a record that implements {@link
 * DualMap} instead.
 *
 * @param name the name of the map: lower-case letters, digits and underscores, a letter first
 * @param parameters the number of unconstrained parameters of each entry
 * @param bound the points {@code ±bound} where tangents begin, in the unit of the entries; positive
 * @param function {@code f}, of an entry and its parameters
 */
public record Lambda(
    String name, int parameters, double bound, BiFunction<Dual, Expr, Dual> function)
    implements DualMap {
  public Lambda {
    Require.name(name);
    Require.atLeast("parameters", parameters, 0);
    Require.positive("bound", bound);
  }

  @Override
  public Dual map(Dual x, Expr theta) {
    return function.apply(x, theta);
  }

  /** Returns the name and the numbers: the text of a lambda differs from process to process. */
  @Override
  public String toString() {
    return "Lambda[%s, parameters=%s, bound=%s]".formatted(name, parameters, bound);
  }
}
