package io.github.tfflows.tables.column;

/** The treatment of names that occur in no row of the fit. */
public enum Unseen {
  /** Model them: they have the probability of an unseen name, and networks read zeros. */
  MODEL,

  /** Treat them as values that do not suit the column. */
  REFUSE
}
