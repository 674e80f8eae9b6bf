package io.github.tfflows.tables.column;

/** The treatment of unseen names, which occur in no row of the fit. */
public enum Unseen {
  /** Model them: they have the probability of an unseen name, and networks read zeros. */
  MODEL,

  /** Treat them as unsuitable values. */
  REFUSE
}
