package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * A map without parameters defined by lambdas, as TensorFlow Probability's bijector of the same
 * name:
 *
 * <pre>{@code
 * Inline.of(
 *     "triple",
 *     (scope, x, theta) -> new Mapped(x.times(3), x.zeros().plus(Math.log(3))),
 *     (scope, y, theta) -> new Mapped(y.times(1.0 / 3), y.zeros().minus(Math.log(3))))
 * }</pre>
 *
 * <p>Both directions must satisfy the contract of {@link ScalarBijector}; their {@code theta} is
 * empty. A model with this map can be trained, exported, loaded and served, but its {@linkplain
 * io.github.tfflows.core.model.ModelDescription#definition definition} cannot be read back, because
 * it contains lambdas. If you need that (for {@code refit}), write a record instead.
 *
 * @param name the name of the map: lower-case letters, digits and underscores, a letter first
 * @param up {@code f}, from the domain to the range
 * @param domain the set of {@code x}
 * @param range the set of {@code y}
 */
public record Inline(String name, Direction up, Direction down, Domain domain, Domain range)
    implements ScalarBijector {
  public Inline {
    Require.name(name);
  }

  /** Returns a map from the reals onto the reals. */
  public static Inline of(String name, Direction up, Direction down) {
    return new Inline(name, up, down, Domain.REALS, Domain.REALS);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return up.map(scope, x, theta);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return down.map(scope, y, theta);
  }

  /** Returns {@link Monotonicity#NONE}, since the direction of lambdas is unknown. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.NONE;
  }

  /** Returns the name and both sets: the text of lambdas differs from process to process. */
  @Override
  public String toString() {
    return "Inline[%s, domain=%s, range=%s]".formatted(name, domain, range);
  }
}
