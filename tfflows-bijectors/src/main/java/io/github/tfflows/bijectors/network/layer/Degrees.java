package io.github.tfflows.bijectors.network.layer;

import java.util.stream.IntStream;

/**
 * The degrees of the units of one layer of a MADE, in ascending order. The degree is the number of
 * leading features that a unit may depend on: 0 for the context, {@code i + 1} for feature {@code
 * i} (from zero), {@code i} for the parameters of feature {@code i}. A unit reads the units of no
 * higher degree in the layer below; the output's degrees include the strict comparison of Germain
 * et al., 2015, arXiv:1502.03509, eq. 13.
 */
public final class Degrees {
  private final int[] ascending;

  private Degrees(IntStream ascending) {
    this.ascending = ascending.toArray();
  }

  public static Degrees of(IntStream ascending) {
    return new Degrees(ascending);
  }

  /** Returns the degrees of the context's columns, followed by the degrees of the features. */
  public static Degrees inputs(int context, int features) {
    return new Degrees(IntStream.range(1 - context, features + 1).map(k -> Math.max(0, k)));
  }

  /** Returns the degrees {@code lowest} to {@code highest}, spread as evenly as possible. */
  public static Degrees spread(int units, int lowest, int highest) {
    long different = highest - lowest + 1L;
    return new Degrees(IntStream.range(0, units).map(j -> lowest + (int) (j * different / units)));
  }

  /** Returns the number of units. */
  public int size() {
    return ascending.length;
  }

  public int highest() {
    return ascending[ascending.length - 1];
  }

  /** Returns whether these units may read none of the units below. */
  public boolean seeNothingOf(Degrees below) {
    return below.upTo(highest()) == 0;
  }

  /** Returns whether each of these units may read every unit below. */
  public boolean seeAllOf(Degrees below) {
    return below.highest() <= ascending[0];
  }

  public Degrees first(int count) {
    return new Degrees(IntStream.of(ascending).limit(count));
  }

  public Degrees without(int first) {
    return new Degrees(IntStream.range(first, size()).map(i -> ascending[i]));
  }

  public int[] toArray() {
    return ascending.clone();
  }

  /** Returns the number of units of at most this degree, which come first. */
  public int upTo(int degree) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= degree) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the numbers of units of each degree, from 0 to {@code highest}. */
  public int[] counts(int highest) {
    return IntStream.rangeClosed(0, highest).map(k -> upTo(k) - upTo(k - 1)).toArray();
  }

  /**
   * Returns the units of each degree from 0 to {@code degrees - 1}, padded with {@link #size} to
   * the largest number of units of a degree, at least one.
   */
  public int[] byDegree(int degrees) {
    int most = IntStream.of(counts(degrees - 1)).max().orElse(0);
    return IntStream.range(0, degrees)
        .flatMap(
            k ->
                IntStream.range(upTo(k - 1), upTo(k - 1) + Math.max(1, most))
                    .map(unit -> unit < upTo(k) ? unit : size()))
        .toArray();
  }
}
