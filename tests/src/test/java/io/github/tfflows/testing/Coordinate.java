package io.github.tfflows.testing;

import java.util.function.DoubleUnaryOperator;

/**
 * A smooth increasing map from the line onto the support of an entry, under which a density becomes
 * one that is smooth and vanishes fast at both ends. Midpoints of equal cells then integrate it.
 */
public enum Coordinate {
  /** The line itself. */
  LINE(u -> u, u -> 1, x -> x),

  /** The line, with tails pulled in: for densities that fall like a power. */
  SINH(Math::sinh, Math::cosh, x -> Math.signum(x) * asinhOfPositive(Math.abs(x))),

  /** The line, flat at zero: for densities with a kink there. */
  CUBE(u -> u * u * u, u -> 3 * u * u, Math::cbrt),

  /** The positive numbers. */
  EXP(Math::exp, Math::exp, Math::log),

  /** The numbers between zero and one. */
  SIGMOID(
      u -> 1 / (1 + Math.exp(-u)),
      u -> 1 / (2 + Math.exp(u) + Math.exp(-u)),
      x -> Math.log(x) - Math.log1p(-x));

  private final DoubleUnaryOperator entry;
  private final DoubleUnaryOperator slope;
  private final DoubleUnaryOperator inverse;

  Coordinate(DoubleUnaryOperator entry, DoubleUnaryOperator slope, DoubleUnaryOperator inverse) {
    this.entry = entry;
    this.slope = slope;
    this.inverse = inverse;
  }

  private static double asinhOfPositive(double x) {
    return Math.log(x + Math.sqrt(x * x + 1));
  }

  /** Returns the entry of an event at a place on the line. */
  public double entry(double u) {
    return entry.applyAsDouble(u);
  }

  /** Returns the derivative of the entry by the place. */
  public double slope(double u) {
    return slope.applyAsDouble(u);
  }

  /** Returns the place of an entry on the line. */
  public double of(double x) {
    return inverse.applyAsDouble(x);
  }
}
