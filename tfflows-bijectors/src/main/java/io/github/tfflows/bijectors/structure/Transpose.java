package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Reorders the axes of events: axis {@code i} of {@code y} is axis {@code order[i]} of {@code x},
 * counted without the batch. {@code Transpose.of(1, 0)} transposes matrices. It preserves volume:
 * {@code log |det| = 0}. TensorFlow Probability has a bijector of the same name.
 *
 * @param order each of {@code 0 .. r-1} once, for events of {@code r} axes
 */
public record Transpose(List<Integer> order) implements Bijector.Rearrangement {
  public Transpose {
    order = List.copyOf(order);
    List<Integer> all = IntStream.range(0, order.size()).boxed().toList();
    if (order.isEmpty() || !order.stream().sorted().toList().equals(all)) {
      throw new IllegalArgumentException(
          "order must hold each of the axes 0 .. r-1 once, got " + order);
    }
  }

  /**
   * Returns a transpose by the order of the axes.
   *
   * @param order each of {@code 0 .. r-1} once
   * @throws IllegalArgumentException if an axis is missing, or there is none
   */
  public static Transpose of(int... order) {
    return new Transpose(IntStream.of(order).boxed().toList());
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Require.known(event);
    if (event.numDimensions() != order.size()) {
      throw new IllegalArgumentException(
          "a transpose of %s axes cannot act on event shape %s".formatted(order.size(), event));
    }
    return Shape.of(order.stream().mapToLong(event::get).toArray());
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return new Transpose(inverseOrder()).forwardEventShape(event);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return transposed(presence, order);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return transposed(presence, inverseOrder());
  }

  private List<Integer> inverseOrder() {
    return IntStream.range(0, order.size()).map(order::indexOf).boxed().toList();
  }

  private static Expr transposed(Expr x, List<Integer> order) {
    IntStream axes = order.stream().mapToInt(axis -> axis + 1);
    return x.transpose(IntStream.concat(IntStream.of(0), axes).toArray());
  }
}
