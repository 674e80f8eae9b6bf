package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A differentiable bijection between events.
 *
 * <p>An implementation is an immutable value, usually a record, that describes a map; all state
 * lives in the graph, behind the {@link GraphScope}. To write one, implement {@link #forward} and
 * {@link #inverse}: each builds the value and its log-determinant in one pass, and both declare
 * parameters by the same names.
 */
public interface Bijector {
  /**
   * Builds {@code y = f(x)} and {@code log |det df/dx|}.
   *
   * @param x points shaped {@code [n, event...]}
   * @return {@code y}, shaped {@code [n, event...]}, and the log-determinants, shaped {@code [n]}
   */
  Mapped forward(GraphScope scope, Expr x);

  /**
   * Builds {@code x = f⁻¹(y)} and {@code log |det df⁻¹/dy|}.
   *
   * @param y points shaped {@code [n, event...]}
   * @return {@code x}, shaped {@code [n, event...]}, and the log-determinants, shaped {@code [n]}
   */
  Mapped inverse(GraphScope scope, Expr y);

  /**
   * Returns the shape of {@code f(x)} for an event {@code x}; by default the same.
   *
   * @param event the shape of one event, without the batch
   * @throws IllegalArgumentException if this bijector does not act on such events
   */
  default Shape forwardEventShape(Shape event) {
    return event;
  }

  /**
   * Returns the shape of {@code f⁻¹(y)} for an event {@code y}. By default it is {@link
   * #forwardEventShape} of the same shape, since most maps keep the shape and refuse the same
   * shapes in both directions.
   *
   * @param event the shape of one event, without the batch
   * @throws IllegalArgumentException if this bijector does not yield such events
   */
  default Shape inverseEventShape(Shape event) {
    return forwardEventShape(event);
  }

  /**
   * Returns which entries of {@code f(x)} are present, given which entries of {@code x} are (see
   * {@link GraphScope#presence}). Entries may be absent for maps that permute entries or change
   * each by itself, perhaps with parameters from other entries. By default a map refuses absent
   * entries, because it mixes all of them.
   *
   * @param presence one for each present entry of {@code x} and zero for each absent one
   * @throws IllegalArgumentException if this bijector mixes all entries
   */
  default Expr forwardPresence(Expr presence) {
    throw new IllegalArgumentException(
        "%s mixes all entries of an event, so none may be absent".formatted(this));
  }

  /**
   * Returns which entries of {@code f⁻¹(y)} are present, given which entries of {@code y} are.
   *
   * @param presence one for each present entry of {@code y} and zero for each absent one
   * @throws IllegalArgumentException if this bijector mixes all entries
   */
  default Expr inversePresence(Expr presence) {
    return forwardPresence(presence);
  }

  /** Returns the inverse map: its forward is this inverse. Parameters keep their names. */
  default Bijector inverted() {
    return new Inverted(this);
  }

  /** Returns whether entries of {@code x} may be any real numbers, as by default. */
  default boolean acceptsReals() {
    return true;
  }

  /**
   * Returns whether entries of {@code f(x)} may be any real numbers if those of {@code x} may, as
   * far as known; false by default.
   */
  default boolean yieldsReals() {
    return false;
  }

  /**
   * Returns the direction in which this map changes each entry of an event by itself, for all
   * parameters and contexts. If there is one, and the base has {@linkplain Distribution#marginals
   * marginal distribution functions}, the flow has them, too. {@link Monotonicity#NONE} by default.
   *
   * @param event the shape of one event of {@code x}, without the batch
   */
  default Monotonicity monotonicity(Shape event) {
    return Monotonicity.NONE;
  }

  /**
   * Returns whether {@code f(x)} can round away digits of {@code x}. This happens near the bounds
   * of an interval, where floats are too coarse for the distance to a bound. The log-density of a
   * draw is then computed from the rounded draw, by a pass back to the base. False by default.
   */
  default boolean losesDigits() {
    return false;
  }

  /**
   * A map as the composition of two, {@code second} after {@code first}.
   *
   * @param first the map on the side of the base; its parameters have the same names as in the
   *     whole map
   * @param second the map on the side of the data
   */
  record Split(Bijector first, Bijector second) {}

  /**
   * Splits the last map off this one; empty by default. If the members of a mixture share a last
   * map without parameters, the mixture searches for quantiles before it ({@link
   * Marginals.Hints#last}). A caller that builds the second map must check that it has no
   * parameters, since these need not keep their names.
   */
  default Optional<Split> split() {
    return Optional.empty();
  }

  /**
   * Returns the name of this map in the names of its parameters in a chain. By default it is the
   * name of the class: {@code masked_autoregressive} for {@code MaskedAutoregressive}.
   */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  /** A bijector that only moves the entries of an event. Their presence moves alike. */
  interface Rearrangement extends Bijector {
    @Override
    Expr forwardPresence(Expr entries);

    @Override
    Expr inversePresence(Expr entries);

    @Override
    default boolean yieldsReals() {
      return true;
    }

    @Override
    default Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(forwardPresence(x));
    }

    @Override
    default Mapped inverse(GraphScope scope, Expr y) {
      return Mapped.preservingVolume(inversePresence(y));
    }
  }

  /** The inverse of a bijector, as {@link Bijector#inverted} returns it. */
  record Inverted(Bijector bijector) implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return bijector.inverse(scope, x);
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return bijector.forward(scope, y);
    }

    @Override
    public Shape forwardEventShape(Shape event) {
      return bijector.inverseEventShape(event);
    }

    @Override
    public Shape inverseEventShape(Shape event) {
      return bijector.forwardEventShape(event);
    }

    @Override
    public Expr forwardPresence(Expr presence) {
      return bijector.inversePresence(presence);
    }

    @Override
    public Expr inversePresence(Expr presence) {
      return bijector.forwardPresence(presence);
    }

    @Override
    public Monotonicity monotonicity(Shape event) {
      return bijector.monotonicity(bijector.inverseEventShape(event));
    }

    @Override
    public boolean yieldsReals() {
      return bijector.yieldsReals();
    }

    @Override
    public boolean losesDigits() {
      return bijector.losesDigits();
    }

    @Override
    public Bijector inverted() {
      return bijector;
    }

    @Override
    public String name() {
      return bijector.name();
    }
  }
}
