package io.github.tfflows.core;

import org.tensorflow.ndarray.Shape;

/**
 * How a bijector moves each entry of an event: its sense of direction, where entries do not mix.
 */
public enum Monotonicity {
  /** Each entry becomes an increasing function of itself alone, given the context. */
  INCREASING,

  /** Each entry becomes a decreasing function of itself alone, given the context. */
  DECREASING,

  /** Entries depend on each other or lie on circles, or nothing is known. */
  NONE;

  /** Returns the monotonicity of a map of this kind followed by one of another. */
  public Monotonicity then(Monotonicity next) {
    if (this == NONE || next == NONE) {
      return NONE;
    }
    return this == next ? INCREASING : DECREASING;
  }

  /** Returns the monotonicity of a map of this kind beside one of another, on other entries. */
  public Monotonicity and(Monotonicity beside) {
    return this == beside ? this : NONE;
  }

  /** Returns this for events of one entry, and {@link #NONE} for others, whose entries mix. */
  public Monotonicity ifAlone(Shape event) {
    return event.size() == 1 ? this : NONE;
  }
}
