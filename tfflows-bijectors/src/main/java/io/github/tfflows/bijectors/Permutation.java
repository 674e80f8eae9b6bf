package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A fixed reordering of the last axis, {@code y[i] = x[order[i]]}: of the features of a vector or
 * the channels of an image. It preserves volume: {@code log |det| = 0}.
 *
 * @param order each of {@code 0 .. d-1} once
 */
public record Permutation(List<Integer> order) implements Bijector {
  /**
   * Checks that the order is a permutation.
   *
   * @param order see the record
   * @throws IllegalArgumentException if an index is missing, or there is none
   */
  public Permutation {
    order = List.copyOf(order);
    if (order.isEmpty() || !order.stream().sorted().toList().equals(upTo(order.size()))) {
      throw new IllegalArgumentException(
          "order must hold each of 0 .. d-1 once, with d at least 1, got " + order);
    }
  }

  /**
   * Returns the reversal of {@code d} entries.
   *
   * @param d the size of the last axis, at least one
   * @return the permutation
   * @throws IllegalArgumentException if {@code d < 1}
   */
  public static Permutation reverse(int d) {
    List<Integer> order = new ArrayList<>(upTo(d));
    Collections.reverse(order);
    return new Permutation(order);
  }

  /**
   * Returns an order of {@code d} entries drawn uniformly; equal seeds draw equal orders.
   *
   * @param d the size of the last axis, at least one
   * @param seed where the draw comes from
   * @return the permutation
   * @throws IllegalArgumentException if {@code d < 1}
   */
  public static Permutation random(int d, long seed) {
    List<Integer> order = new ArrayList<>(upTo(d));
    // Mixed first: the first draws of Random hardly differ between neighbouring seeds.
    Collections.shuffle(order, new Random(new SplittableRandom(seed).nextLong()));
    return new Permutation(order);
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return picked(scope, x, order);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return picked(scope, y, turned());
  }

  @Override
  public Shape eventShape(Shape event) {
    return LastAxis.require(event, order.size(), "a permutation of " + order.size() + " entries");
  }

  @Override
  public Bijector inverted() {
    return new Permutation(turned());
  }

  private List<Integer> turned() {
    Integer[] turned = new Integer[order.size()];
    for (int i = 0; i < turned.length; i++) {
      turned[order.get(i)] = i;
    }
    return List.of(turned);
  }

  private static <T extends TFloating> Mapped<T> picked(
      GraphScope<T> scope, Operand<T> x, List<Integer> order) {
    Ops tf = scope.tf();
    int axis = x.shape().numDimensions() - 1;
    Operand<T> y =
        order.equals(reverse(order.size()).order)
            ? tf.reverse(x, tf.array(axis))
            : tf.gather(
                x,
                tf.array(order.stream().mapToInt(Integer::intValue).toArray()),
                tf.constant(axis));
    return new Mapped<>(y, scope.zeroLogDet(x));
  }

  private static List<Integer> upTo(int d) {
    return IntStream.range(0, d).boxed().toList();
  }
}
