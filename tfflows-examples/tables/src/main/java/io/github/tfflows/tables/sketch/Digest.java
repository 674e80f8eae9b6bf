package io.github.tfflows.tables.sketch;

import java.io.Serializable;

/**
 * A hash of the cells of a column in their order. The hashes of two parts can be combined to the
 * hash of the whole. It is the value of two polynomials, with hashes of the cells as coefficients,
 * modulo a prime. Modulo a power of two, some patterns would cancel out for every multiplier.
 * Different columns have equal sums with a probability of about 2^-122.
 */
public final class Digest implements Serializable {
  private static final long serialVersionUID = 2;

  private static final long PRIME = (1L << 61) - 1;

  private static final long[] MULTIPLIERS = {0x1A85EC53F0E1D3B7L, 0x0D2B74407B1CE6E9L};
  private static final long[] STARTS = {0x243F6A8885A308D3L, 0x13198A2E03707344L};

  // The kinds of cells, so that a text is never taken for a number of the same bits.
  private static final long GAP = 1;
  private static final long NUMBER = 2;
  private static final long TEXT = 3;

  /** A hash of all cells. */
  public record Sum(long first, long second) {}

  private final long[] values = new long[2];

  /** The multipliers to the power of the number of cells. */
  private final long[] powers = {1, 1};

  /** Adds a number, or NaN for a missing value; zeros are equal, whatever their sign. */
  public void add(double number) {
    long kind = Double.isNaN(number) ? GAP : NUMBER;
    long bits = Double.doubleToLongBits(number + 0.0);
    for (int i = 0; i < values.length; i++) {
      add(i, mixed(start(i, kind) ^ bits));
    }
  }

  public void add(String text) {
    for (int i = 0; i < values.length; i++) {
      long hash = start(i, TEXT) ^ text.length();
      for (int at = 0; at < text.length(); at++) {
        hash = mixed(hash) ^ text.charAt(at);
      }
      add(i, mixed(hash));
    }
  }

  private static long start(int i, long kind) {
    return mixed(STARTS[i] + kind);
  }

  private void add(int i, long cell) {
    values[i] = sum(product(values[i], MULTIPLIERS[i]), cell >>> 3);
    powers[i] = product(powers[i], MULTIPLIERS[i]);
  }

  /** Spreads similar cells over all numbers, as SplitMix64 does (Steele, Lea and Flood, 2014). */
  static long mixed(long cell) {
    long once = (cell ^ (cell >>> 30)) * 0xBF58476D1CE4E5B9L;
    long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
    return twice ^ (twice >>> 31);
  }

  /** The sum modulo the prime of numbers of at most 61 bits. */
  private static long sum(long x, long y) {
    long sum = x + y;
    sum = (sum & PRIME) + (sum >>> 61);
    return sum >= PRIME ? sum - PRIME : sum;
  }

  private static long product(long x, long y) {
    long low = x * y;
    return sum(low & PRIME, (low >>> 61) | (Math.multiplyHigh(x, y) << 3));
  }

  /** Adds the cells of the rows that follow. */
  public void append(Digest later) {
    for (int i = 0; i < values.length; i++) {
      values[i] = sum(product(values[i], later.powers[i]), later.values[i]);
      powers[i] = product(powers[i], later.powers[i]);
    }
  }

  public Sum sum() {
    return new Sum(values[0], values[1]);
  }
}
