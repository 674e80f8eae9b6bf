package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Shuffles the ascending entries of a base (Nielsen et al., 2020, arXiv:2007.02731, "sort" in the
 * direction of inference):
 *
 * <pre>{@code
 * x = zπ,  π random    log p(x) = log p(sort(x)) - log d!
 * }</pre>
 *
 * <p>The density is exact, and the same for every order of the entries. The base must have its mass
 * on ascending entries, for instance by {@link io.github.tfflows.bijectors.structure.Ordered}.
 */
public record Shuffled() implements Surjection {
  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    return shuffled(scope, noise, z);
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    Expr logWeight = scope.constant(-Orders.logCount(x.size(-1))).forEachRowOf(x);
    return List.of(new Preimage(Orders.sorted(scope, x), logWeight));
  }

  /** Returns the entries in an order drawn for each row. */
  static Expr shuffled(GraphScope scope, Noise noise, Expr x) {
    Expr keys = noise.uniform(scope, x.shape().tail());
    return Orders.arranged(scope, x, Orders.ascending(scope, keys));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.known(Require.vector(event, "a shuffle"));
  }
}
