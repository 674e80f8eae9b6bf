package io.github.tfflows.tables.evaluation;

/** The distribution functions of χ² and of a standard normal number. */
final class ChiSquared {
  private static final double PRECISION = 1e-15;
  private static final double LEAST = 1e-300;

  private ChiSquared() {}

  /** Returns the probability of a standard normal number of at most {@code z}. */
  static double normal(double z) {
    double within = cdf(z * z, 1);
    return z < 0 ? 0.5 * (1 - within) : 0.5 * (1 + within);
  }

  /**
   * Returns the probability of at most {@code x} by the degrees of freedom: the incomplete gamma
   * function, by its series or its continued fraction (Abramowitz and Stegun, 6.5.29 and 6.5.31).
   */
  static double cdf(double x, int freedom) {
    if (x <= 0) {
      return 0;
    }
    double a = 0.5 * freedom;
    double y = 0.5 * x;
    double scale = Math.exp(a * Math.log(y) - y - logGamma(freedom));
    return y < a + 1 ? scale * series(a, y) : 1 - scale * fraction(a, y);
  }

  private static double series(double a, double y) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; term > PRECISION * sum; n++) {
      term *= y / (a + n);
      sum += term;
    }
    return sum;
  }

  /** By the method of Lentz. */
  private static double fraction(double a, double y) {
    double b = y + 1 - a;
    double c = 1 / LEAST;
    double d = 1 / b;
    double value = d;
    double change = 0;
    for (int n = 1; Math.abs(change - 1) > PRECISION; n++) {
      double numerator = -n * (n - a);
      b += 2;
      d = 1 / (numerator * d + b);
      c = b + numerator / c;
      change = c * d;
      value *= change;
    }
    return value;
  }

  /** {@code log Γ(n/2)}. */
  private static double logGamma(int n) {
    double sum = n % 2 == 0 ? 0 : 0.5 * Math.log(Math.PI);
    for (double a = n % 2 == 0 ? 1 : 0.5; a < 0.5 * n; a++) {
      sum += Math.log(a);
    }
    return sum;
  }
}
