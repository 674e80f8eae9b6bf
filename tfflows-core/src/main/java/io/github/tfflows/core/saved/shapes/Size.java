package io.github.tfflows.core.saved.shapes;

/**
 * A size or a whole number in a graph, {@code perRow · n + fixed} in a call of {@code n} rows.
 * Sizes beyond the range, and products and quotients that are not sizes, throw an {@link
 * ArithmeticException}.
 *
 * @param perRow the increase for each row of a call
 * @param fixed the size without rows
 */
public record Size(long perRow, long fixed) {
  static final Size ROWS = new Size(1, 0);

  static final Size ONE = new Size(0, 1);

  /**
   * The largest number. Sums and products of such numbers, also with a number of rows, do not
   * overflow.
   */
  private static final long LARGEST = 1L << 30;

  public Size {
    if (!isOne(perRow) || !isOne(fixed)) {
      throw new ArithmeticException(
          "has %s, a size beyond %s".formatted(text(perRow, fixed), LARGEST));
    }
  }

  static boolean isOne(long number) {
    return -LARGEST <= number && number <= LARGEST;
  }

  static Size of(long fixed) {
    return new Size(0, fixed);
  }

  boolean is(long value) {
    return perRow == 0 && fixed == value;
  }

  Size plus(Size other) {
    return new Size(perRow + other.perRow, fixed + other.fixed);
  }

  /** Returns a product, which must not grow with the square of the rows. */
  Size times(Size other) {
    if (perRow != 0 && other.perRow != 0) {
      throw new ArithmeticException(
          "has a product of sizes, %s and %s, that both grow with the rows".formatted(this, other));
    }
    return new Size(perRow * other.fixed + fixed * other.perRow, fixed * other.fixed);
  }

  /** Returns a quotient, which must be a whole number for every number of rows. */
  Size over(Size divisor) {
    long by = divisor.fixed;
    if (divisor.perRow == 0 && by != 0 && perRow % by == 0 && fixed % by == 0) {
      return new Size(perRow / by, fixed / by);
    }
    if (fixed == 0 && by == 0 && divisor.perRow != 0 && perRow % divisor.perRow == 0) {
      return of(perRow / divisor.perRow);
    }
    throw new ArithmeticException("has %s entries in parts of %s".formatted(this, divisor));
  }

  @Override
  public String toString() {
    return text(perRow, fixed);
  }

  private static String text(long perRow, long fixed) {
    if (perRow == 0) {
      return Long.toString(fixed);
    }
    return (perRow == 1 ? "n" : perRow + "n") + (fixed == 0 ? "" : " + " + fixed);
  }
}
