package io.github.tfflows.tables;

/** A sample of the numbers of a column, by the middle 96 % of which it is judged. */
final class Bulk {
  private static final double TAIL = 0.02;

  private final double[] sorted;

  /** Takes a sample in ascending order; zero in place of none. */
  Bulk(double... sorted) {
    this.sorted = sorted.length == 0 ? new double[1] : sorted;
  }

  /** Returns the sample in ascending order. */
  double[] sorted() {
    return sorted;
  }

  private double quantile(double share) {
    return sorted[(int) Math.rint(share * (sorted.length - 1))];
  }

  /** Returns the least of the middle numbers. */
  double low() {
    return quantile(TAIL);
  }

  double median() {
    return quantile(0.5);
  }

  /** Returns the greatest of the middle numbers. */
  double high() {
    return quantile(1 - TAIL);
  }

  /** Returns the width of the middle numbers; of all where these are equal. */
  double width() {
    double width = high() - low();
    return width > 0 ? width : sorted[sorted.length - 1] - sorted[0];
  }

  /** Returns the size of the largest of the middle numbers. */
  double size() {
    return Math.max(Math.abs(low()), Math.abs(high()));
  }

  /** Returns the interval beyond which numbers are far from nearly all others. */
  Reach reach() {
    return Reach.of(sorted);
  }

  /** Returns the distance of values whose numbers single precision tells apart. */
  double resolution(Scale scale) {
    double farthest = Math.max(Math.abs(scale.number(low())), Math.abs(scale.number(high())));
    return Math.ulp((float) farthest) * scale.unit();
  }
}
