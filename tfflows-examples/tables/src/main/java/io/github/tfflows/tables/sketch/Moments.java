package io.github.tfflows.tables.sketch;

import java.io.Serializable;

/** Central moments, updated with each value (Pébay, 2008, SAND2008-6212, eq. 2.1 to 2.3). */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1;

  private double n;
  private double mean;
  private double second;
  private double third;

  public void add(double x) {
    n++;
    double delta = x - mean;
    double step = delta / n;
    double term = delta * step * (n - 1);
    mean += step;
    third += term * step * (n - 2) - 3 * step * second;
    second += term;
  }

  /** Adds the values of another part (Pébay, 2008, of the union of two sets). */
  public void append(Moments other) {
    if (other.n == 0) {
      return;
    }
    double all = n + other.n;
    double delta = other.mean - mean;
    double step = delta * (other.n / all);
    double term = delta * step * n;
    third +=
        other.third
            + term * delta * (n - other.n) / all
            + 3 * delta * (n * other.second - other.n * second) / all;
    second += other.second + term;
    mean += step;
    n = all;
  }

  public long count() {
    return (long) n;
  }

  public double mean() {
    return mean;
  }

  /** Returns the sum of the squared differences from the mean. */
  public double squares() {
    return second;
  }

  public double deviation() {
    return Math.sqrt(second / n);
  }

  public double skewness() {
    return Math.sqrt(n) * third / Math.pow(second, 1.5);
  }
}
