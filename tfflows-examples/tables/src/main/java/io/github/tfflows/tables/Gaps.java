package io.github.tfflows.tables;

/** Whether a column has missing values. */
public enum Gaps {
  /** Every row has a value. */
  NONE,

  /** Some rows have none, and the model has a probability of that. */
  SOME
}
