package io.github.tfflows.tables.column;

/**
 * The missing values of a column: the share of rows without a value, below one. If it is positive,
 * the model has a probability of missing values.
 */
public record Gaps(double share) {
  /** No missing values. */
  public static final Gaps NONE = new Gaps(0);

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is negative, one or more, or NaN
   */
  public Gaps {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "expected a share of at least 0 and below 1, got " + share);
    }
  }

  /** Returns whether a value can be missing. */
  public boolean exist() {
    return share > 0;
  }
}
