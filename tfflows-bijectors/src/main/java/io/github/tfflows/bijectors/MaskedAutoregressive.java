package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.AutoregressiveConditioner;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;

/**
 * Moves each entry along the last axis by a monotone map whose parameters depend on the entries
 * before it and on the context:
 *
 * <pre>{@code
 * forward   y_i = f(x_i; θ_i(y_<i, c))        log |det| = Σ log f'(x_i; θ_i)
 * inverse   x_i = f⁻¹(y_i; θ_i(y_<i, c))
 * }</pre>
 *
 * <p>{@code inverse}, from the data to the base, takes one pass of the network: a distribution
 * transformed by this map is a masked autoregressive flow with a fast density (Papamakarios et al.,
 * 2017, arXiv:1705.07057). {@code forward} builds one feature after another, in {@code d} steps
 * that together compute each unit of the network once. {@link #inverted()} swaps the two: an
 * inverse autoregressive flow with fast draws (Kingma et al., 2016, arXiv:1606.04934).
 *
 * @param map the map {@code f} of each entry
 * @param conditioner the network that yields the parameters of the map
 */
public record MaskedAutoregressive(ScalarBijector map, AutoregressiveConditioner conditioner)
    implements Bijector {
  /**
   * Checks that the network can read the entries.
   *
   * @throws IllegalArgumentException if the map acts on a circle and the network reads numbers
   */
  public MaskedAutoregressive {
    if (!conditioner.reads(map.range())) {
      throw new IllegalArgumentException(
          "%s moves points on a circle, but %s reads them as numbers; expected a network of periodic features"
              .formatted(map, conditioner));
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    if (x.rank() == 2) {
      return oneByOne(scope, x);
    }
    Mapped rows = oneByOne(scope.forVectorsOf(x), x.reshape(-1, x.size(-1)));
    long[] shape = x.shape().asArray();
    shape[0] = -1;
    return new Mapped(rows.value().reshape(shape), rows.logDet().reshape(-1, x.places()).sumLast());
  }

  /** Moves the entries of vectors {@code [n, d]}, one after another. */
  private Mapped oneByOne(GraphScope scope, Expr x) {
    Mapped present =
        conditioner.forward(
            scope.sub("conditioner"),
            x,
            map.parameters(),
            (at, entry, theta) -> {
              Mapped moved = map.forward(at.at(scope), entry, theta);
              return new Mapped(at.presentOnly(moved.value()), at.presentOnly(moved.logDet()));
            });
    Expr y = scope.presence().map(mask -> mask.greater(0).select(present.value(), x)).orElse(present.value());
    return new Mapped(y, present.logDet());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr theta =
        conditioner.parameters(scope.sub("conditioner"), scope.presentOnly(y), map.parameters());
    return scope.entrywise(y, map.inverse(scope, y, theta));
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return presence;
  }
}
