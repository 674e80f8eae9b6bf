package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;

public class UnboundedRationalQuadraticTest implements SplineContract {
  @Override
  public ScalarBijector map(int bins, double bound) {
    return new UnboundedRationalQuadratic(bins, bound);
  }

  /** Two sizes of each bin, and the slopes at all knots. */
  @Override
  public int parametersOfEightBins() {
    return 25;
  }
}
