package io.github.tfflows.tables;

/** Central moments, updated with each value (Pébay, 2008, SAND2008-6212, eq. 2.1 to 2.3). */
final class Moments {
  private double n;
  private double mean;
  private double second;
  private double third;

  void add(double x) {
    n++;
    double delta = x - mean;
    double step = delta / n;
    double term = delta * step * (n - 1);
    mean += step;
    third += term * step * (n - 2) - 3 * step * second;
    second += term;
  }

  double mean() {
    return mean;
  }

  double deviation() {
    return Math.sqrt(second / n);
  }

  double skewness() {
    return Math.sqrt(n) * third / Math.pow(second, 1.5);
  }
}
