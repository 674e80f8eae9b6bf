package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * A {@link DualMap} that is written in place. Neither a slope nor an inverse is written, as in
 * distrax's map of the same name:
 *
 * <pre>{@code
 * new Lambda("bend", 1, 8, (x, theta) -> x.plus(x.tanh().times(theta.entry(0).squash(0.9))))
 * }</pre>
 *
 * <p>The function must keep the contract of {@link DualMap}. A model of this map trains, and it is
 * exported, loaded and served, since an export holds the graph. Its {@linkplain
 * io.github.tfflows.core.model.ModelDescription#definition definition} cannot be read back, because
 * it holds a lambda. Where that matters, write a record that implements {@link DualMap} instead.
 *
 * @param name the name of the map: lower-case letters, digits and underscores, a letter first
 * @param parameters the number of unconstrained parameters of each entry
 * @param bound where the tangents begin, in the unit of the entries, positive
 * @param function {@code f}, of an entry and its parameters
 */
public record Lambda(
    String name, int parameters, double bound, BiFunction<Dual, Expr, Dual> function)
    implements DualMap {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  public Lambda {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected a name of lower-case letters, digits and underscores, got \"" + name + '"');
    }
    if (parameters < 0) {
      throw new IllegalArgumentException(
          "expected zero parameters of an entry or more, got " + parameters);
    }
    TangentTails.requireBound(bound);
  }

  @Override
  public Dual map(Dual x, Expr theta) {
    return function.apply(x, theta);
  }

  /** Returns the name and the numbers: a lambda has no text that lasts. */
  @Override
  public String toString() {
    return "Lambda[%s, parameters=%s, bound=%s]".formatted(name, parameters, bound);
  }
}
