package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Densities;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Equal cells of the angle from a direction {@code μ} on the unit sphere of {@code d} dimensions.
 */
record SphereCells(int d) {
  static final int COUNT = 20_000;

  /** Returns {@code μ}, which is no axis, on either side of the last one. */
  double[] mu() {
    SplittableRandom random = new SplittableRandom(d);
    double[] mu = DoubleStream.generate(random::nextGaussian).limit(d).toArray();
    mu[d - 1] = d % 2 == 0 ? 1 : -1;
    double length = Math.sqrt(dot(mu, mu));
    return Arrays.stream(mu).map(x -> x / length).toArray();
  }

  /** Returns {@code μ} as a distribution expects it. */
  List<Double> direction() {
    return Arrays.stream(mu()).boxed().toList();
  }

  /** Returns a vector of length one at a right angle to {@code μ}. */
  double[] aside() {
    double[] side = new double[d];
    double length = Math.hypot(mu()[0], mu()[1]);
    side[0] = mu()[1] / length;
    side[1] = -mu()[0] / length;
    return side;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Returns the angle in the middle of a cell. */
  static double angle(int cell) {
    return (cell + 0.5) * Math.PI / COUNT;
  }

  /** Returns the masses that a distribution around {@code μ} has in the cells, by midpoints. */
  double[] masses(Distribution around) {
    double[] mu = mu();
    double[] side = aside();
    double[] points = new double[COUNT * d];
    for (int i = 0; i < COUNT; i++) {
      for (int k = 0; k < d; k++) {
        points[i * d + k] = Math.cos(angle(i)) * mu[k] + Math.sin(angle(i)) * side[k];
      }
    }
    double[] logs = Densities.at(around, points).entries();
    double[] masses = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      double circle = logArea() + (d - 2) * Math.log(Math.sin(angle(i)));
      masses[i] = Math.exp(logs[i] + circle) * Math.PI / COUNT;
    }
    return masses;
  }

  /** Returns {@code E[μ·x]}. */
  double meanCosine(Distribution around) {
    double[] masses = masses(around);
    double mean = 0;
    for (int i = 0; i < COUNT; i++) {
      mean += masses[i] * Math.cos(angle(i));
    }
    return mean;
  }

  /** Returns the log of the area of the unit sphere in {@code d - 1} dimensions. */
  private double logArea() {
    double log = d % 2 == 0 ? Math.log(2) : Math.log(2 * Math.PI);
    for (int n = d % 2 == 0 ? 2 : 3; n < d; n += 2) {
      log += Math.log(2 * Math.PI / (n - 1));
    }
    return log;
  }
}
