package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;

public class QuadraticSplineTest implements SplineContract {
  @Override
  public ScalarBijector map(int bins, double bound) {
    return new QuadraticSpline(bins, bound);
  }

  /** A width of each bin, and the slopes at the inner knots. */
  @Override
  public int parametersOfEightBins() {
    return 15;
  }
}
