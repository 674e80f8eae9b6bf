package io.github.tfflows.gallery.plot;

import java.util.Arrays;

/**
 * An interval of an axis.
 *
 * @param low its lower end
 * @param high its upper end, above the lower one
 */
public record Range(double low, double high) {
  private static final double OUTSIDE = 0.005;
  private static final double MARGIN = 0.05;

  /**
   * Checks the order of the ends.
   *
   * @throws IllegalArgumentException if they are not finite or not in order
   */
  public Range {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "a range needs finite ends in order, got [" + low + ", " + high + "]");
    }
  }

  /**
   * Returns the interval around zero.
   *
   * @param limit its upper end, positive
   * @return {@code [-limit, limit]}
   */
  public static Range around0(double limit) {
    return new Range(-limit, limit);
  }

  /**
   * Returns whether a number lies in the interval.
   *
   * @param value the number
   * @return whether it is neither below nor above
   */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /**
   * Returns the interval that shows nearly all of some numbers: the middle 99 %, and a twentieth of
   * its width more on either side.
   *
   * @param values any numbers
   * @return the interval; around them where they are equal, and the unit interval for none
   */
  public static Range ofMost(float... values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return new Range(0, 1);
    }
    double low = sorted[(int) Math.round(OUTSIDE * (sorted.length - 1))];
    double high = sorted[(int) Math.round((1 - OUTSIDE) * (sorted.length - 1))];
    double margin = high > low ? MARGIN * (high - low) : Math.max(Math.abs(low), 1) / 2;
    return new Range(low - margin, high + margin);
  }

  /**
   * Returns evenly spaced numbers, both ends included.
   *
   * @param count how many, at least two
   * @return the numbers in ascending order
   */
  public double[] grid(int count) {
    double[] at = new double[count];
    for (int i = 0; i < count; i++) {
      at[i] = low + (high - low) * i / (count - 1);
    }
    return at;
  }

  /**
   * Returns the midpoints of equal cells.
   *
   * @param count how many cells, at least one
   * @return the midpoints in ascending order
   */
  public double[] midpoints(int count) {
    double[] at = new double[count];
    for (int i = 0; i < count; i++) {
      at[i] = low + (high - low) * (i + 0.5) / count;
    }
    return at;
  }
}
