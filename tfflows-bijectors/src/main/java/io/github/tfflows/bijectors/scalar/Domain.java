package io.github.tfflows.bijectors.scalar;

/** The set of numbers that a scalar bijector maps from, or onto. */
public enum Domain {
  /** All real numbers. */
  REALS,

  /** The numbers on one side of a bound. */
  HALF_LINE,

  /** The numbers between two bounds. */
  INTERVAL,

  /** Angles, or other numbers that are the same after each turn. */
  CIRCLE
}
