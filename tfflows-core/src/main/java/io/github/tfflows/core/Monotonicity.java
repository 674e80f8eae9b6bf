package io.github.tfflows.core;

import org.tensorflow.ndarray.Shape;

/** The direction in which a bijector changes each entry of an event, if entries do not mix. */
public enum Monotonicity {
  /** Each entry becomes an increasing function of itself, given the context. */
  INCREASING,

  /** Each entry becomes a decreasing function of itself, given the context. */
  DECREASING,

  /** Entries depend on each other or lie on circles, or the direction is unknown. */
  NONE;

  /** Returns the monotonicity of a map of this kind, followed by a map of another kind. */
  public Monotonicity then(Monotonicity next) {
    if (this == NONE || next == NONE) {
      return NONE;
    }
    return this == next ? INCREASING : DECREASING;
  }

  /**
   * Returns the monotonicity of a map of this kind on some entries, and a map of another kind on
   * the others.
   */
  public Monotonicity and(Monotonicity beside) {
    return this == beside ? this : NONE;
  }

  /** Returns this for events of one entry, and {@link #NONE} for others, whose entries mix. */
  public Monotonicity ifAlone(Shape event) {
    return event.size() == 1 ? this : NONE;
  }
}
