package io.github.tfflows.tables;

import java.util.List;

/**
 * Plain numbers.
 *
 * @param step the spacing of the values, such as 0.01 for two decimals; zero for none
 * @param low the least value of the data
 * @param high the greatest
 * @param masses the values that have a probability of their own, in ascending order
 */
record NumberCoding(double step, double low, double high, List<Double> masses) implements Coding {
  NumberCoding {
    masses = List.copyOf(masses);
  }

  /** Creates numbers without a range. */
  NumberCoding(double step) {
    this(step, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, List.of());
  }

  @Override
  public double read(String text) {
    return Numbers.parse(text);
  }

  /** Returns the nearest number of the spacing. */
  @Override
  public Double written(double x) {
    return step > 0 ? Math.rint(x / step) * step + 0.0 : x; // no negative zero
  }

  /** Returns the nearest number in the range. */
  @Override
  public double within(double x) {
    return Math.min(high, Math.max(low, x));
  }

  @Override
  public String expected() {
    return "a number";
  }
}
