package io.github.tfflows.tables;

import java.io.Serializable;

/**
 * A hash of the cells of a column in their order. It is a polynomial modulo 2^64 with the hashes of
 * the cells as coefficients, so that those of two parts make that of the whole.
 */
final class Digest implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long MULTIPLIER = 0x5DEECE66DL;

  private long value;

  /** The multiplier to the power of the number of cells. */
  private long power = 1;

  /** Adds a number, or NaN for a missing value. */
  void add(double number) {
    add(Double.doubleToLongBits(number));
  }

  /** Adds a text. */
  void add(String text) {
    add((long) text.hashCode());
  }

  private void add(long cell) {
    value = value * MULTIPLIER + mixed(cell);
    power *= MULTIPLIER;
  }

  /** Spreads similar cells over all numbers, as SplitMix64 does (Steele, Lea and Flood, 2014). */
  private static long mixed(long cell) {
    long once = (cell ^ (cell >>> 30)) * 0xBF58476D1CE4E5B9L;
    long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
    return twice ^ (twice >>> 31);
  }

  /** Adds the cells of the rows that follow. */
  void append(Digest later) {
    value = value * later.power + later.value;
    power *= later.power;
  }

  long value() {
    return value;
  }
}
