package io.github.tfflows.testing;

/**
 * A smooth increasing map from the line onto the support of an entry, under which a density becomes
 * one that is smooth and vanishes fast at both ends. Midpoints of equal cells then integrate it.
 */
public enum Coordinate {
  /** The line itself. */
  LINE,

  /** The line, with tails pulled in: for densities that fall like a power. */
  SINH,

  /** The line, flat at zero: for densities with a kink there. */
  CUBE,

  /** The positive numbers. */
  EXP,

  /** The numbers between zero and one. */
  SIGMOID;

  /** Returns the entry of an event at a place on the line. */
  public double entry(double u) {
    return switch (this) {
      case LINE -> u;
      case SINH -> Math.sinh(u);
      case CUBE -> u * u * u;
      case EXP -> Math.exp(u);
      case SIGMOID -> 1 / (1 + Math.exp(-u));
    };
  }

  /** Returns the derivative of the entry by the place. */
  public double slope(double u) {
    return switch (this) {
      case LINE -> 1;
      case SINH -> Math.cosh(u);
      case CUBE -> 3 * u * u;
      case EXP -> Math.exp(u);
      case SIGMOID -> 1 / (2 + Math.exp(u) + Math.exp(-u));
    };
  }

  /** Returns the place of an entry on the line. */
  public double of(double x) {
    return switch (this) {
      case LINE -> x;
      case SINH -> Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
      case CUBE -> Math.cbrt(x);
      case EXP -> Math.log(x);
      case SIGMOID -> Math.log(x) - Math.log1p(-x);
    };
  }
}
