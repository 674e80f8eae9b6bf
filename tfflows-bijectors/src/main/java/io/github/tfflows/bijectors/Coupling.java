package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.LoneEntry;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Keeps the first {@code k = ⌊d/2⌋} entries along the last axis, and changes each of the others by
 * a monotone map whose parameters depend on the kept entries and on the context:
 *
 * <pre>{@code
 * yᵢ = xᵢ                     for i ≤ k
 * yᵢ = f(xᵢ; θᵢ(x₁..xₖ, c))   for i > k
 * log |det| = Σ log f'(xᵢ; θᵢ)  over i > k
 * }</pre>
 *
 * <p>Each direction is one pass of the network. For {@code d = 1} the parameters depend only on the
 * context. Sources (both write the map from the data to the base): additive: Dinh et al., 2015,
 * arXiv:1410.8516, section 3.2; affine: Dinh et al., 2017, arXiv:1605.08803, eq. 4-8.
 *
 * @param map the map {@code f} of each moved entry
 * @param conditioner the network that yields the parameters of the map; for angles, one with
 *     periodic features
 */
public record Coupling(ScalarBijector map, Conditioner conditioner) implements ScalarBijector.Host {
  public Coupling {
    map.range().requireReadable(map, conditioner::reads);
  }

  /**
   * Returns this coupling after a map of the kept entries with constant parameters: {@code yᵢ =
   * g(xᵢ; θᵢ)} for {@code i ≤ k}, and {@code yᵢ = f(xᵢ; θᵢ(y₁..yₖ, c))} for {@code i > k}. Every
   * entry then changes in each layer.
   *
   * @param kept the map {@code g} of each kept entry
   * @throws IllegalArgumentException if it acts on a circle and the network reads numbers
   */
  public Chain alsoMapping(ScalarBijector kept) {
    kept.range().requireReadable(kept, conditioner::reads);
    return Chain.of(new KeptHalf(kept), this);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return mapped(scope, x, map::forward);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return mapped(scope, y, map::preimage);
  }

  private Mapped mapped(GraphScope scope, Expr x, ScalarBijector.Direction direction) {
    int d = x.size(-1);
    int k = d / 2;
    List<Expr> parts = x.split(-1, k, d - k);
    Expr kept = parts.get(0);
    Expr moved = parts.get(1);
    Mapped y =
        LoneEntry.of(scope.part(k, d - k), moved)
            .filter(entry -> map.parameters() > 0)
            .map(entry -> mapped(entry, direction, k, d - k))
            .orElseGet(
                () -> {
                  GraphScope network = scope.part(0, k).sub("conditioner");
                  Expr theta = conditioner.parametersOf(map, network, kept, d - k);
                  return scope.part(k, d - k).entrywise(moved, direction.map(scope, moved, theta));
                });
    return new Mapped(scope.concat(-1, List.of(kept, y.value())), y.logDet());
  }

  private Mapped mapped(LoneEntry entry, ScalarBijector.Direction direction, int known, int moved) {
    return entry.mapped(
        direction,
        known,
        (place, zeros) -> conditioner.parameters(place, zeros, moved, map.parameters()));
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    Monotonicity ofMoved = map.monotonicity(event);
    boolean isThatOfKept = map.parameters() == 0 && ofMoved == Monotonicity.INCREASING;
    return isThatOfKept ? ofMoved : ofMoved.ifAlone(event);
  }
}
