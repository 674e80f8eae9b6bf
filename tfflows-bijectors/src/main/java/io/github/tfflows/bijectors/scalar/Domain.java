package io.github.tfflows.bijectors.scalar;

import java.util.Locale;
import java.util.function.Predicate;

/** The set of numbers that a scalar bijector maps from, or onto. */
public enum Domain {
  /** All real numbers. */
  REALS,

  /** The numbers on one side of a bound. */
  HALF_LINE,

  /** The numbers between two bounds. */
  INTERVAL,

  /** Angles, or other numbers that are the same after each turn. */
  CIRCLE;

  /**
   * Checks that a network can read points of this domain.
   *
   * @param map the map of these points
   * @param reads the domains that the network can read
   * @throws IllegalArgumentException if it cannot
   */
  public void requireReadable(Object map, Predicate<Domain> reads) {
    if (!reads.test(this)) {
      throw new IllegalArgumentException(
          "%s moves points on a %s, which the network reads as numbers; expected a network of"
                  .formatted(map, name().toLowerCase(Locale.ROOT))
              + " periodic features");
    }
  }
}
