package io.github.tfflows.tables.scan;

/** The treatment of numbers that many rows share, such as an amount of zero. */
public enum Repeats {
  /** They have a probability of their own; the flow must allow absent entries. */
  MASS,

  /** They have a density, as all others. */
  DENSITY
}
