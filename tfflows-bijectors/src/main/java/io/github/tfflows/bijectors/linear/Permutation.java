package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A fixed reordering of the last axis, {@code y[i] = x[order[i]]}: the features of a vector or the
 * channels of an image. It preserves volume: {@code log |det| = 0}.
 *
 * @param order each of {@code 0 .. d-1} once
 */
public record Permutation(List<Integer> order) implements Orthogonal, Bijector.Rearrangement {
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
   */
  public static Permutation reverse(int d) {
    Require.atLeast("d", d, 1);
    List<Integer> order = new ArrayList<>(upTo(d));
    Collections.reverse(order);
    return new Permutation(order);
  }

  /**
   * Returns the riffle shuffle of {@code d} entries, which takes them alternately from the first
   * and the second half. Next to the data, it makes the halves of a coupling the entries of even
   * and of odd index, so that the network reads the neighbours of each changed entry.
   *
   * @param d the size of the last axis, at least one
   */
  public static Permutation riffle(int d) {
    Require.atLeast("d", d, 1);
    int half = (d + 1) / 2;
    return new Permutation(
        IntStream.range(0, d).mapToObj(i -> i % 2 == 0 ? i / 2 : half + i / 2).toList());
  }

  /**
   * Returns an order of {@code d} entries drawn uniformly; equal seeds draw equal orders.
   *
   * @param d the size of the last axis, at least one
   */
  public static Permutation random(int d, long seed) {
    Require.atLeast("d", d, 1);
    List<Integer> order = new ArrayList<>(upTo(d));
    // The seed is mixed, since the first draws of Random are similar for consecutive seeds.
    Collections.shuffle(order, new Random(new SplittableRandom(seed).nextLong()));
    return new Permutation(order);
  }

  @Override
  public boolean yieldsReals() {
    return true;
  }

  @Override
  public int size() {
    return order.size();
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return select(presence, order);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return select(presence, inverseOrder());
  }

  private List<Integer> inverseOrder() {
    Integer[] inverse = new Integer[order.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[order.get(i)] = i;
    }
    return List.of(inverse);
  }

  private static Expr select(Expr x, List<Integer> order) {
    return order.equals(reverse(order.size()).order)
        ? x.reverse(-1)
        : x.gather(-1, order.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<Integer> upTo(int d) {
    return IntStream.range(0, d).boxed().toList();
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return order.equals(upTo(order.size())) ? Monotonicity.INCREASING : Monotonicity.NONE;
  }
}
