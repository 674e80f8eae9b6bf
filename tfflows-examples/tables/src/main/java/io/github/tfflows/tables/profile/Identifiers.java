package io.github.tfflows.tables.profile;

/** The treatment of columns of many names of which each is in one row only. */
public enum Identifiers {
  /** A model leaves them out: names that never repeat tell nothing about other rows. */
  LEFT_OUT,

  /** They are names, as asked for. */
  NAMES
}
