package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.EventShapes;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.Arrays;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A strictly monotone map of numbers, {@code y = f(x; θ)}, applied to each entry of an event by
 * itself. Nearly all are increasing, and implement {@link Increasing}; the others implement this
 * interface and state their {@link #monotonicity}.
 *
 * <p>Alone, it gives each entry trainable parameters of its own, which start at zero. Under a host,
 * {@link io.github.tfflows.bijectors.Coupling} or {@link
 * io.github.tfflows.bijectors.MaskedAutoregressive}, a network yields them from other entries and
 * the context. {@code θ = 0} must be the identity, so that a network whose last layer starts at
 * zero starts there. A map onto another set than its domain cannot be the identity, and has a
 * standard form at {@code θ = 0}. A map without parameters is not conditioned by anything.
 */
public interface ScalarBijector extends MaskableBijector {
  /** One of the two directions of a scalar bijector. */
  @FunctionalInterface
  interface Direction {
    /** Maps entries by their parameters. */
    Mapped map(GraphScope scope, Expr entries, Expr theta);
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
   * Builds the {@link #inverse(GraphScope, Expr, Expr) inverse} of points of any numbers, as
   * densities need it: with a log-slope of minus infinity outside of the {@link #range}.
   *
   * @param scope the place in the graph to build in
   * @param y entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   */
  default Mapped preimage(GraphScope scope, Expr y, Expr theta) {
    return range().supporting(y, inverse(scope, y, theta));
  }

  /** Returns the set that {@code x} is from; by default the real numbers. */
  default Domain domain() {
    return Domain.REALS;
  }

  /** Returns the set that {@code y} is from; by default that of {@code x}. */
  default Domain range() {
    return domain();
  }

  /** {@inheritDoc} By default it can, where one side is an interval. */
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
   * Returns the direction in which this map moves, for all parameters. It decides on which side of
   * an image the {@linkplain io.github.tfflows.core.Distribution#marginals distribution function}
   * counts. Numbers on a circle have no order, so that a map of one is {@link Monotonicity#NONE}.
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
   * Builds the trainable parameters of a map that stands alone, {@code [1, event..., p]}; empty of
   * a map without.
   *
   * @param scope the place of the map
   * @param x entries shaped {@code [n, event...]}
   */
  default Expr theta(GraphScope scope, Expr x) {
    if (parameters() == 0) {
      return scope.empty();
    }
    long[] points = x.shape().asArray();
    Shape event = EventShapes.requireKnown(Shape.of(Arrays.copyOfRange(points, 1, points.length)));
    return scope.parameter("theta", event.prepend(1).append(parameters()), new Zeros<>());
  }

  /**
   * The inverse of a scalar bijector, as {@link ScalarBijector#inverted} returns it: its forward is
   * that one's inverse, and its domain that one's range.
   */
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
