package io.github.tfflows.tables;

/** What to do with a row that lacks a value. */
public enum Missing {
  /** Fail, naming the row and the column. */
  REFUSE,

  /** Leave the row out and count it. */
  DROP
}
