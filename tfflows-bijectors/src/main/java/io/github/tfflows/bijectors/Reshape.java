package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The same numbers under another event shape, in row-major order: it flattens images and restores
 * them. It preserves volume: {@code log |det| = 0}.
 *
 * @param from the event shape on the side of the base
 * @param to the event shape on the side of the data
 */
public record Reshape(Shape from, Shape to) implements Bijector {
  /**
   * Checks that both shapes hold the same number of entries.
   *
   * @param from see the record
   * @param to see the record
   * @throws IllegalArgumentException if they do not, or a size is unknown or below one
   */
  public Reshape {
    requireKnown(from);
    requireKnown(to);
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "cannot reshape "
              + from
              + " ("
              + from.size()
              + " entries) to "
              + to
              + " ("
              + to.size()
              + " entries)");
    }
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return reshaped(scope, x, to);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return reshaped(scope, y, from);
  }

  @Override
  public Shape eventShape(Shape event) {
    if (!event.equals(from)) {
      throw new IllegalArgumentException(
          "a reshape from " + from + " to " + to + " cannot act on event shape " + event);
    }
    return to;
  }

  @Override
  public Bijector inverted() {
    return new Reshape(to, from);
  }

  private static <T extends TFloating> Mapped<T> reshaped(
      GraphScope<T> scope, Operand<T> x, Shape event) {
    long[] sizes = event.prepend(Shape.UNKNOWN_SIZE).asArray();
    return new Mapped<>(scope.tf().reshape(x, scope.tf().constant(sizes)), scope.zeroLogDet(x));
  }

  private static void requireKnown(Shape event) {
    if (event.isUnknown()
        || event.numDimensions() == 0
        || Arrays.stream(event.asArray()).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "an event shape needs at least one axis and known sizes of at least 1, got " + event);
    }
  }
}
