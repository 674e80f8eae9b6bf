package io.github.tfflows.tables.reading;

/** The treatment of rows that do not suit the columns of a model. */
public enum Unsuitable {
  /** Fail with a message that names the row, the column and the value. */
  REFUSE,

  /** Continue, and report the reason with the row. Its probability is zero. */
  REPORT
}
