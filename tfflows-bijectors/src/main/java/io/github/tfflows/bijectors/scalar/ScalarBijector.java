package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A strictly monotone map of numbers, {@code y = f(x; θ)}, applied to each entry of an event.
 * Increasing maps implement {@link Increasing}; others implement this interface and define their
 * {@link #monotonicity}.
 *
 * <p>Alone, it has trainable parameters for each entry, which start at zero. In a host, {@link
 * io.github.tfflows.bijectors.Coupling} or {@link
 * io.github.tfflows.bijectors.MaskedAutoregressive}, a network computes them from other entries and
 * the context. {@code θ = 0} must be the identity, so that a flow starts as the identity if the
 * last layers of its networks start at zero. A map onto a set other than its domain has a standard
 * form at {@code θ = 0}.
 */
public interface ScalarBijector extends MaskableBijector {
  /** One of the two directions of a scalar bijector. */
  @FunctionalInterface
  interface Direction {
    Mapped map(GraphScope scope, Expr entries, Expr theta);
  }

  /** A map that applies a scalar bijector to entries of an event. */
  interface Host extends MaskableBijector {
    /** Returns the map of the entries. */
    ScalarBijector map();

    @Override
    default boolean acceptsReals() {
      return map().acceptsReals();
    }

    @Override
    default boolean yieldsReals() {
      return map().yieldsReals();
    }

    @Override
    default boolean losesDigits() {
      return map().losesDigits();
    }
  }

  /** Returns the number {@code p} of unconstrained parameters of each entry; by default none. */
  default int parameters() {
    return 0;
  }

  /**
   * Builds {@code y = f(x; θ)} and {@code log |f'(x; θ)|} of each entry.
   *
   * @param x entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped {@code [n, event..., p]}, or {@code [1, event..., p]} to
   *     be shared by all rows
   * @return values and log-slopes, both shaped like {@code x}
   */
  Mapped forward(GraphScope scope, Expr x, Expr theta);

  /**
   * Builds {@code x = f⁻¹(y; θ)} and {@code log |(f⁻¹)'(y; θ)|} of each entry.
   *
   * @param y entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   * @return values and log-slopes, both shaped like {@code y}
   */
  Mapped inverse(GraphScope scope, Expr y, Expr theta);

  /**
   * Builds the {@link #inverse(GraphScope, Expr, Expr) inverse} of any points, for densities: with
   * a log-slope of minus infinity outside the {@link #range}.
   *
   * @param y entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   */
  default Mapped preimage(GraphScope scope, Expr y, Expr theta) {
    return range().supporting(y, inverse(scope, y, theta));
  }

  /** Returns the set of {@code x}; by default the real numbers. */
  default Domain domain() {
    return Domain.REALS;
  }

  /** Returns the set of {@code y}; by default the same as the set of {@code x}. */
  default Domain range() {
    return domain();
  }

  @Override
  default boolean acceptsReals() {
    return domain().equals(Domain.REALS);
  }

  @Override
  default boolean yieldsReals() {
    return acceptsReals() && range().equals(Domain.REALS);
  }

  /** {@inheritDoc} By default, a map loses digits if one of both sets is an interval. */
  @Override
  default boolean losesDigits() {
    return domain().isInterval() || range().isInterval();
  }

  @Override
  default Mapped forward(GraphScope scope, Expr x) {
    return scope.entrywise(x, forward(scope, x, theta(scope, x)));
  }

  @Override
  default Mapped inverse(GraphScope scope, Expr y) {
    return scope.entrywise(y, preimage(scope, y, theta(scope, y)));
  }

  /**
   * Returns the direction of this map, for all parameters. {@linkplain
   * io.github.tfflows.core.Distribution#marginals Distribution functions} depend on it. Points on a
   * circle have no order, so maps of a circle have {@link Monotonicity#NONE}.
   *
   * @param event the shape of one event of {@code x}, without the batch
   */
  @Override
  Monotonicity monotonicity(Shape event);

  @Override
  default ScalarBijector inverted() {
    return new InvertedScalar(this);
  }

  /**
   * Builds the trainable parameters of a map without a host, {@code [1, event..., p]}; empty if it
   * has none.
   *
   * @param scope the place of the map
   * @param x entries shaped {@code [n, event...]}
   */
  default Expr theta(GraphScope scope, Expr x) {
    if (parameters() == 0) {
      return scope.empty();
    }
    long[] points = x.shape().asArray();
    Shape event = Require.known(Shape.of(Arrays.copyOfRange(points, 1, points.length)));
    return scope.parameter("theta", event.prepend(1).append(parameters()), new Zeros<>());
  }

  /** The inverse of a scalar bijector, as {@link ScalarBijector#inverted} returns it. */
  record InvertedScalar(ScalarBijector map) implements ScalarBijector {
    @Override
    public int parameters() {
      return map.parameters();
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, Expr theta) {
      return map.inverse(scope, x, theta);
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
      return map.forward(scope, y, theta);
    }

    @Override
    public Domain domain() {
      return map.range();
    }

    @Override
    public Domain range() {
      return map.domain();
    }

    @Override
    public boolean losesDigits() {
      return map.losesDigits();
    }

    @Override
    public Monotonicity monotonicity(Shape event) {
      return map.monotonicity(event);
    }

    @Override
    public ScalarBijector inverted() {
      return map;
    }

    @Override
    public String name() {
      return map.name();
    }
  }
}
