package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;

public class LinearRationalTest implements SplineContract {
  @Override
  public ScalarBijector map(int bins, double bound) {
    return new LinearRational(bins, bound);
  }

  /** Two sizes and a cut of each bin, and the slopes at the inner knots. */
  @Override
  public int parametersOfEightBins() {
    return 31;
  }
}
