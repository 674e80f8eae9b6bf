package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** A matrix, and maybe a shift, for vectors along the last axis of an event. */
interface LinearContract extends BijectorContract {
  /** Returns the map of vectors of {@code d} entries. */
  Bijector map(int d);

  @Override
  default Bijector bijector(Shape event) {
    return map(Math.toIntExact(event.get(-1)));
  }

  @Override
  default List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  default boolean startsAsIdentity() {
    return true;
  }

  @Test
  default void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> map(0));
    Expect.rejected("[3]", () -> map(2).forwardEventShape(Shape.of(3)));
  }
}
