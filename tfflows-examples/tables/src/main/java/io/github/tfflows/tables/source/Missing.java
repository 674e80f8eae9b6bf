package io.github.tfflows.tables.source;

/** The treatment of rows with a missing value. */
public enum Missing {
  /** Fail, and name the row and the column. */
  REFUSE,

  /** Drop and count the row. */
  DROP,

  /** Model it: in a fit as one more outcome of the column, with a probability. */
  MODEL
}
