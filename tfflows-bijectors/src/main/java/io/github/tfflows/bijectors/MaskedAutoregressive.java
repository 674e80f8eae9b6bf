package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.LoneEntry;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * Changes each entry along the last axis by a monotone map whose parameters depend on the entries
 * before it and on the context:
 *
 * <pre>{@code
 * forward   y_i = f(x_i; θ_i(y_<i, c))        log |det| = Σ log f'(x_i; θ_i)
 * inverse   x_i = f⁻¹(y_i; θ_i(y_<i, c))
 * }</pre>
 *
 * <p>{@code inverse}, from the data to the base, is one pass of the network: a distribution
 * transformed by this map is a masked autoregressive flow with a fast density (Papamakarios et al.,
 * 2017, arXiv:1705.07057). {@code forward} computes one feature after another, in {@code d} steps
 * that together compute each unit of the network once. {@link #inverted()} swaps the directions: an
 * inverse autoregressive flow with fast draws (Kingma et al., 2016, arXiv:1606.04934).
 *
 * @param map the map {@code f} of each entry
 * @param conditioner the network that yields the parameters of the map; for angles, one with
 *     periodic features
 */
public record MaskedAutoregressive(ScalarBijector map, AutoregressiveConditioner conditioner)
    implements ScalarBijector.Host {
  public MaskedAutoregressive {
    map.range().requireReadable(map, conditioner::reads);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    if (map.parameters() == 0 || x.size(-1) == 1 || scope.hasLoneEntry()) {
      return mapped(scope, x, map::forward);
    }
    Expr rows = x.reshape(-1, x.size(-1));
    Mapped moved =
        conditioner.forward(
            scope.forVectorsOf(x).sub("conditioner"),
            rows,
            map.parameters(),
            (feature, entry, theta) ->
                feature.leavingAbsent(entry, map.forward(feature.at(scope), entry, theta)));
    long[] shape = x.shape().asArray();
    shape[0] = -1;
    return new Mapped(
        moved.value().reshape(shape), moved.logDet().reshape(-1, x.places()).sumLast());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return mapped(scope, y, map::preimage);
  }

  private Mapped mapped(GraphScope scope, Expr x, ScalarBijector.Direction direction) {
    int count = map.parameters();
    if (count == 0) {
      return scope.entrywise(x, direction.map(scope, x, scope.empty()));
    }
    return LoneEntry.of(scope, x)
        .map(
            entry ->
                entry.mapped(
                    direction,
                    x.size(-1),
                    (place, zeros) -> conditioner.parameters(place, zeros, count)))
        .orElseGet(() -> scope.entrywise(x, direction.map(scope, x, theta(scope, x))));
  }

  /** The parameters of a single entry depend on the context alone. */
  private Expr theta(GraphScope scope, Expr y) {
    int count = map.parameters();
    GraphScope place = scope.sub("conditioner");
    return y.size(-1) == 1 && y.rank() == 2 && scope.context().isPresent()
        ? place.ofContext("parameters", 1, (at, zeros) -> conditioner.parameters(at, zeros, count))
        : conditioner.parameters(place, scope.presentOnly(y), count);
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    Monotonicity ofEntries = map.monotonicity(event);
    return map.parameters() == 0 ? ofEntries : ofEntries.ifAlone(event);
  }
}
