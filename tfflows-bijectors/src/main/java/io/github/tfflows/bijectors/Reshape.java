package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * Changes the event shape, in row-major order: it flattens images and restores them. It preserves
 * volume: {@code log |det| = 0}.
 *
 * @param from the event shape on the side of the base
 * @param to the event shape on the side of the data, with as many entries
 */
public record Reshape(Shape from, Shape to) implements Bijector.Rearrangement {
  public Reshape {
    Require.known(from);
    Require.known(to);
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "cannot reshape %s (%s entries) to %s (%s entries)"
              .formatted(from, from.size(), to, to.size()));
    }
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return required(event, from, to);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return required(event, to, from);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return presence.reshape(to.prepend(Shape.UNKNOWN_SIZE).asArray());
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return presence.reshape(from.prepend(Shape.UNKNOWN_SIZE).asArray());
  }

  /** Entries keep their order in the event. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }

  private static Shape required(Shape event, Shape in, Shape out) {
    if (!event.equals(in)) {
      throw new IllegalArgumentException(
          "a reshape from %s to %s cannot act on event shape %s".formatted(in, out, event));
    }
    return out;
  }
}
