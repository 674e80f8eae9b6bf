package io.github.tfflows.tables.column;

import io.github.tfflows.core.graph.Require;

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
    Require.share("share", share);
  }

  /** Returns whether a value can be missing. */
  public boolean exist() {
    return share > 0;
  }
}
