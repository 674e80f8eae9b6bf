package io.github.tfflows.core.graph;

import org.tensorflow.types.TFloat64;

/**
 * The precision and the range of a float type.
 *
 * @param epsilon the distance from 1 to the next larger number
 * @param smallest the smallest positive number that is safe as a divisor or in a logarithm: {@code
 *     1 / (smallest · epsilon)} is finite, which leaves room for gradients
 * @param largest the largest number
 */
public record FloatLimits(double epsilon, double smallest, double largest) {
  private static final FloatLimits SINGLE = of(Math.ulp(1f), Float.MIN_NORMAL, Float.MAX_VALUE);
  private static final FloatLimits DOUBLE = of(Math.ulp(1d), Double.MIN_NORMAL, Double.MAX_VALUE);

  /**
   * Returns a large number whose quotient by {@link #epsilon} is finite, which leaves room for
   * gradients.
   */
  public double large() {
    return largest * epsilon;
  }

  static FloatLimits of(Class<?> type) {
    return type == TFloat64.class ? DOUBLE : SINGLE;
  }

  private static FloatLimits of(double epsilon, double smallestNormal, double largest) {
    return new FloatLimits(epsilon, smallestNormal / epsilon, largest);
  }
}
