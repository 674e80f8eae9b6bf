package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;

public class LinearSplineTest implements SplineContract {
  @Override
  public ScalarBijector map(int bins, double bound) {
    return new LinearSpline(bins, bound);
  }

  /** One height of each bin. */
  @Override
  public int parametersOfEightBins() {
    return 8;
  }
}
