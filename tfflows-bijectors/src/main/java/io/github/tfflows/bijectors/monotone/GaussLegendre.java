package io.github.tfflows.bijectors.monotone;

/**
 * Gauss-Legendre quadrature on [0, 1].
 *
 * @param weights the weights of the points, which add up to one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GaussLegendre(double[] points, double[] weights) {
  private static final int NEWTON_STEPS = 10;

  /** A Legendre polynomial and its derivative at a point. */
  private record Legendre(double value, double slope) {
    static Legendre at(double t, int degree) {
      double before = 1;
      double value = t;
      for (int k = 2; k <= degree; k++) {
        double next = ((2 * k - 1) * t * value - (k - 1) * before) / k;
        before = value;
        value = next;
      }
      return new Legendre(value, degree * (t * value - before) / (t * t - 1));
    }
  }

  /** Returns the quadrature with {@code n} points, exact up to the degree {@code 2·n - 1}. */
  static GaussLegendre of(int n) {
    double[] points = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double t = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      for (int step = 0; step < NEWTON_STEPS; step++) {
        Legendre at = Legendre.at(t, n);
        t -= at.value() / at.slope();
      }
      double slope = Legendre.at(t, n).slope();
      points[i] = (1 + t) / 2;
      weights[i] = 1 / ((1 - t * t) * slope * slope);
    }
    return new GaussLegendre(points, weights);
  }
}
