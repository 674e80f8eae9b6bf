package io.github.tfflows.tables.prediction;

/** An interval of values, both ends included. */
public record Interval(double low, double high) {
  /** Returns whether a value is within. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** Returns the distance of the ends. */
  public double width() {
    return high - low;
  }
}
