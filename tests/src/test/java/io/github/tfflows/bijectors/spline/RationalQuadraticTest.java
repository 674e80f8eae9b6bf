package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ReferenceValues;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

public class RationalQuadraticTest implements SplineContract {
  /** What the library adds to raw slopes, so that the slope at zero is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - 1e-3));

  @Override
  public ScalarBijector map(int bins, double bound) {
    return new RationalQuadratic(bins, bound);
  }

  /** Two sizes of each bin, and the slopes at the inner knots. */
  @Override
  public int parametersOfEightBins() {
    return 23;
  }

  @Override
  public double[] theta(ReferenceValues reference) {
    return raw(reference);
  }

  /** Returns raw widths and heights of bins, and raw slopes at knots. */
  static double[] raw(ReferenceValues reference) {
    DoubleStream sizes =
        Stream.of("unnormalized_widths", "unnormalized_heights")
            .flatMapToDouble(key -> Arrays.stream(reference.numbers(key)));
    DoubleStream slopes =
        Arrays.stream(reference.numbers("unnormalized_derivatives")).map(raw -> raw - UNIT_SLOPE);
    return DoubleStream.concat(sizes, slopes).toArray();
  }
}
