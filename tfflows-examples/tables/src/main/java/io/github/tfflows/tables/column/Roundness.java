package io.github.tfflows.tables.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How round the numbers of a column are: for numbers of each size, the shares of draws to round to
 * one decimal less than the column has, to two less, and so on, so that draws have as many decimals
 * as the numbers, or as many zeros at their ends.
 *
 * @param sizes the least absolute numbers of all sizes but the first, in ascending order
 * @param shares for each size the shares of draws that lose at least one decimal, two and so on, in
 *     descending order; as many for each size
 */
public record Roundness(List<Double> sizes, List<Double> shares) {
  /** Draws that keep all decimals. */
  public static final Roundness NONE = new Roundness(List.of(), List.of());

  /** The most decimals that draws lose. */
  private static final int MOST_LOST = 9;

  /** The fewest numbers of a column, and of a size. */
  private static final int FEWEST = 100;

  private static final int FEWEST_OF_SIZE = 30;

  /** The least share of draws that lose a decimal. */
  private static final double LEAST_SHARE = 0.1;

  /** Numbers count in whole units of their last decimal, up to this one. */
  private static final double MOST_UNITS = 1L << 53;

  /** The golden ratio less one. */
  public static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  public Roundness {
    sizes = List.copyOf(sizes);
    shares = List.copyOf(shares);
  }

  /**
   * Returns the roundness of numbers; {@link #NONE} if they are few, or as round as by chance.
   *
   * @param power ten to the power of the number of decimals
   */
  public static Roundness of(double power, double... numbers) {
    double[] sorted = Arrays.stream(numbers).map(Math::abs).filter(x -> x > 0).sorted().toArray();
    if (sorted.length < FEWEST || !(sorted[sorted.length - 1] * power < MOST_UNITS)) {
      return NONE;
    }
    List<Double> sizes = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    double lost = 0;
    for (int begin = 0; begin < sorted.length; ) {
      double size = decade(sorted[begin]);
      int end = end(begin, sorted);
      double[] some = Arrays.copyOfRange(sorted, begin, end);
      List<Double> ofSize = shares(power, size, some);
      sizes.add(size);
      shares.addAll(ofSize);
      lost += ofSize.get(0) * some.length;
      begin = end;
    }
    return lost < LEAST_SHARE * sorted.length
        ? NONE
        : new Roundness(sizes.subList(1, sizes.size()), shares);
  }

  private static double decade(double number) {
    return Math.pow(10, Math.floor(Math.log10(number)));
  }

  /** The end of a size with enough numbers, at a power of ten; of the last one at the end. */
  private static int end(int begin, double... sorted) {
    int end = begin;
    while (end < sorted.length
        && (end - begin < FEWEST_OF_SIZE || decade(sorted[end]) == decade(sorted[end - 1]))) {
      end++;
    }
    return sorted.length - end < FEWEST_OF_SIZE ? sorted.length : end;
  }

  /**
   * The shares of draws to round. Of the draws that keep a decimal, one in ten ends in zero by
   * chance. All numbers keep two digits.
   */
  private static List<Double> shares(double power, double size, double... numbers) {
    double[] shares = new double[MOST_LOST];
    double before = 1;
    double share = 1;
    double units = size * power * (1 + 1e-9);
    for (int lost = 1; lost <= MOST_LOST && Math.pow(10, lost + 1) <= units; lost++) {
      double unit = Math.pow(10, lost);
      double round = Arrays.stream(numbers).filter(x -> Math.rint(x * power) % unit == 0).count();
      double now = round / numbers.length;
      share = Math.min(share, Math.max(0, (now - before / 10) / 0.9));
      shares[lost - 1] = share;
      before = now;
    }
    return DoubleStream.of(shares).boxed().toList();
  }

  /** Returns whether draws keep all decimals. */
  public boolean isEmpty() {
    return shares.isEmpty();
  }

  /** Returns the most decimals that a draw loses. */
  public int most() {
    return shares.size() / (sizes.size() + 1);
  }

  /**
   * Returns the number of decimals that a draw loses: always as many for equal numbers, and as
   * often as the shares have it for numbers that follow each other (a Weyl sequence).
   *
   * @param value the draw with all decimals
   * @param power ten to the power of the number of decimals
   */
  int lost(double value, double power) {
    int place = Collections.binarySearch(sizes, Math.abs(value));
    int begin = most() * (place >= 0 ? place + 1 : -place - 1);
    double turns = Math.rint(value * power) * GOLDEN;
    double turn = turns - Math.floor(turns);
    int lost = 0;
    while (lost < most() && turn < shares.get(begin + lost)) {
      lost++;
    }
    return lost;
  }
}
