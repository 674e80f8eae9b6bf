package io.github.tfflows.core.data;

import io.github.tfflows.core.graph.Require;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Groups of rows that are held out as a whole, such as the rows of each customer. */
public final class Groups {
  private final long[] sizes;

  /**
   * Creates groups.
   *
   * @param sizes the number of rows of each group, at least one
   */
  public Groups(long... sizes) {
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 1) {
        throw new IllegalArgumentException(
            "expected at least one row in group %s, got %s".formatted(i, sizes[i]));
      }
    }
    this.sizes = sizes.clone();
  }

  /**
   * Chooses groups at random, which together have about a share of the rows. Groups with twice as
   * many rows or more are not chosen, unless all groups are as large: then one of them is, for fold
   * 0 the smallest.
   *
   * @param heldOutFraction the share, in [0, 1)
   * @param seed equal seeds give equal choices
   * @param fold the number of the choice, from zero. Choices {@code 0, 1, …} have no group in
   *     common, as long as there are enough groups
   * @return whether each group is held out. If the share is above zero, at least one is, and at
   *     least one is not
   * @throws IllegalArgumentException if the share is not in [0, 1), the number is negative, or
   *     there is a single group to hold out a share of
   */
  public boolean[] heldOut(double heldOutFraction, long seed, int fold) {
    Require.share("heldOutFraction", heldOutFraction);
    Require.atLeast("fold", fold, 0);
    boolean[] heldOut = new boolean[sizes.length];
    if (heldOutFraction == 0 || sizes.length == 0) {
      return heldOut;
    }
    if (sizes.length == 1) {
      throw new IllegalArgumentException(
          "all rows are of one group; expected at least two, since groups are held out as a whole");
    }
    double wanted = heldOutFraction * LongStream.of(sizes).sum();
    Random random = Seeds.random(seed, Seeds.SPLIT);
    int[] order = Seeds.shuffled(sizes.length, random);
    int[] small = IntStream.of(order).filter(group -> sizes[group] < 2 * wanted).toArray();
    if (small.length == 0) {
      heldOut[bySize(order, fold % order.length)] = true;
    } else {
      choose(heldOut, small, wanted, fold);
    }
    return heldOut;
  }

  /**
   * Chooses the groups whose middles are in the part of a circle that belongs to a fold, but at
   * least one, and not all.
   */
  private void choose(boolean[] heldOut, int[] order, double wanted, int fold) {
    double[] after = middles(order, fold * wanted);
    Comparator<Integer> byPlace = Comparator.comparingDouble(i -> after[i]);
    int first = IntStream.range(0, order.length).boxed().min(byPlace).orElseThrow();
    int last = IntStream.range(0, order.length).boxed().max(byPlace).orElseThrow();
    for (int i = 0; i < order.length; i++) {
      boolean isLeft = i == last && order.length == heldOut.length;
      heldOut[order[i]] = i == first || (after[i] < wanted && !isLeft);
    }
  }

  /** Returns the numbers of rows from a place on a circle to the middle of each group. */
  private double[] middles(int[] order, double from) {
    double all = IntStream.of(order).mapToLong(group -> sizes[group]).sum();
    double[] middles = new double[order.length];
    double before = all - from % all;
    for (int i = 0; i < order.length; i++) {
      long size = sizes[order[i]];
      middles[i] = (before + size / 2.0) % all;
      before += size;
    }
    return middles;
  }

  private int bySize(int[] order, int place) {
    return IntStream.of(order)
        .boxed()
        .sorted(Comparator.comparingLong(group -> sizes[group]))
        .skip(place)
        .findFirst()
        .orElseThrow();
  }

  /** Returns whether each row is held out, by the number of its group. */
  static boolean[] heldOut(float[] groups, double heldOutFraction, long seed, int fold) {
    Map<Float, Integer> places = new HashMap<>();
    int[] place = new int[groups.length];
    for (int i = 0; i < groups.length; i++) {
      place[i] = places.computeIfAbsent(groups[i], group -> places.size());
    }
    long[] sizes = new long[places.size()];
    IntStream.of(place).forEach(group -> sizes[group]++);
    boolean[] isHeldOut = new Groups(sizes).heldOut(heldOutFraction, seed, fold);
    boolean[] rows = new boolean[groups.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = isHeldOut[place[i]];
    }
    return rows;
  }
}
