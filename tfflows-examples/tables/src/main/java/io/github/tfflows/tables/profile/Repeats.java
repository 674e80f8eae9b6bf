package io.github.tfflows.tables.profile;

/** The treatment of numbers that many rows share, such as an amount of zero. */
public enum Repeats {
  /** Each has a probability, a point mass; the flow must allow absent entries. */
  MASS,

  /** They have a density, as all other numbers. */
  DENSITY
}
